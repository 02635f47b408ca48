"use strict";

// A block is copied as it stands, with no line break behind its last line.
const copy = async (block) => {
  const text = block.textContent;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(block);
    const set = (event) => {
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
    };
    document.addEventListener("copy", set, { once: true });
    return document.execCommand("copy");
  }
};

for (const block of document.querySelectorAll(".copy pre")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    button.textContent = (await copy(block)) ? "Copied" : "Press Ctrl+C";
  });
  block.after(button);
}

const { compare } = new Intl.Collator("en", { numeric: true });
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => {
      const order = head.ariaSort === "ascending" ? "descending" : "ascending";
      heads.forEach((other) => (other.ariaSort = null));
      head.ariaSort = order;
      const key = ({ cells }) => cells[column].firstElementChild?.dataset.rank ?? cells[column].textContent;
      const rows = [...table.tBodies[0].rows].sort((one, other) => compare(key(one), key(other)));
      table.tBodies[0].append(...(order === "descending" ? rows.reverse() : rows));
    });
    head.replaceChildren(button);
  });
}

const clients = document.querySelectorAll("details.card");
const open = () => {
  const client = location.hash && document.getElementById(location.hash.slice(1));
  if (client) client.open = true;
};
addEventListener("hashchange", open);
open();
addEventListener("beforeprint", () => clients.forEach((client) => (client.open = true)));
