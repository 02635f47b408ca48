// The title of a document and the text that it shows, with its open shadow roots and the frames of its origin. It is
// answered when the page's scripts are no longer busy.
new Promise((done) => {
  const texts = (root) => {
    const shown = root.body ? [root.body] : [...root.children].filter((element) => element.getClientRects().length > 0);
    const parts = shown.map((element) => element.innerText);
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) parts.push(...texts(element.shadowRoot));
      try {
        if (element.contentDocument && element.getClientRects().length > 0) parts.push(...texts(element.contentDocument));
      } catch {
        // Another origin's.
      }
    }
    return parts;
  };
  setTimeout(() => done([document.title, texts(document).join("\n").slice(0, 4000)]), 0);
})
