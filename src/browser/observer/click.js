// Clicks the one thing a person would click to sign in, here or in a frame of the same origin; gives its words.
(() => {
  const wanted = /^(sign|log)[ -]?(in|on)\b/i;
  const documents = (root) => {
    const inner = [...root.querySelectorAll("iframe, frame")].flatMap((frame) => {
      try {
        return frame.contentDocument ? documents(frame.contentDocument) : [];
      } catch {
        return [];
      }
    });
    return [root, ...inner];
  };
  for (const root of documents(document)) {
    for (const element of root.querySelectorAll("button, a[href], [role=button], input[type=button], input[type=submit]")) {
      const words = (element.innerText || element.value || element.getAttribute("aria-label") || "").trim();
      // A form with a password is the login page itself: nothing is sent there.
      const form = element.closest("form");
      if (form && form.querySelector("input[type=password]")) continue;
      if (wanted.test(words) && !element.disabled && element.getClientRects().length > 0) {
        const clicked = words.slice(0, 200);
        element.click();
        return clicked;
      }
    }
  }
  return "";
})()
