// Keys: Ctrl+K finds, and, unless the person has switched them off, single keys: / finds, g and a letter goes to a place, j and k (in
// a line, the arrows too) walk through a list, x selects a line, ? shows all of them. Nothing happens while somebody types.
const sheet = document.getElementById("keys");
const AFTER_G = 1200;
let goUntil = 0;

function types(element) {
  return element?.closest("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]") != null;
}

function walk(step) {
  const rows = [...document.querySelectorAll("main tbody tr, main .timeline .line")]
    .map((row) => row.querySelector("a[href]")).filter(Boolean);
  const at = rows.findIndex((link) => link.closest("tr, .line").contains(document.activeElement));
  rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + step))]?.focus();
}

export function listen(openPalette) {
  const single = document.documentElement.dataset.keys !== "off";
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") {
      event.preventDefault();
      return openPalette();
    }
    if (!single || event.ctrlKey || event.metaKey || event.altKey || types(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    // By the place of the key, so that a Russian layout works as well; ? and / by what they write.
    const letter = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
    if (event.key === "?") {
      event.preventDefault();
      sheet?.showModal();
    } else if (event.key === "/") {
      event.preventDefault();
      openPalette();
    } else if (letter && event.timeStamp < goUntil) {
      goUntil = 0;
      const place = document.querySelector(`.nav a[data-key="${letter}"]`);
      if (place) {
        event.preventDefault();
        place.click();
      }
    } else if (letter === "g") {
      goUntil = event.timeStamp + AFTER_G;
    } else if (letter === "j" || letter === "k") {
      walk(letter === "j" ? 1 : -1);
    } else if (letter === "x") {
      const row = document.activeElement?.closest("tr");
      row?.querySelector(".pick input")?.click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      // In a line only, so that elsewhere the page scrolls as ever.
      if (!document.activeElement?.closest("main tbody tr")) return;
      event.preventDefault();
      walk(event.key === "ArrowDown" ? 1 : -1);
    }
  });
}
