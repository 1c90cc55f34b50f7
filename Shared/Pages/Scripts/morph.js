// Makes one piece of a page look like another, changing no more than what differs: what has the focus, is scrolled, selected, open or
// filled in stays as it is. Rows are told apart by where they lead.
import { isChanged } from "./guard.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const ROWS = "tr, li, .who, .option";

function key(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return null;
  if (node.id) return `#${node.id}`;
  return node.matches(ROWS) ? node.querySelector("a[href]")?.getAttribute("href") ?? null : null;
}

function alike(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName;
}

// A row that was not there before shows itself.
function arrive(wanted) {
  const node = document.importNode(wanted, true);
  if (node.nodeType === Node.ELEMENT_NODE && node.matches(ROWS)) {
    node.animate?.([{ background: "var(--accent-soft)" }, {}], { duration: calm.matches ? 0 : 2400, easing: "ease-out" });
  }
  return node;
}

function children(box, wanted) {
  const keyed = new Map();
  for (const node of box.childNodes) {
    const own = key(node);
    if (own !== null) keyed.set(own, [...(keyed.get(own) ?? []), node]);
  }
  let at = box.firstChild;
  for (const next of wanted.childNodes) {
    const own = key(next);
    let match = null;
    if (own !== null) {
      match = keyed.get(own)?.find((node) => alike(node, next)) ?? null;
      if (match) keyed.set(own, keyed.get(own).filter((node) => node !== match));
    } else {
      for (match = at; match && (key(match) !== null || !alike(match, next));) match = match.nextSibling;
    }
    if (!match) {
      box.insertBefore(arrive(next), at);
    } else {
      if (match === at) at = at.nextSibling;
      else box.insertBefore(match, at);
      node(match, next);
    }
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

function attributes(element, wanted) {
  for (const { name } of [...element.attributes]) {
    if (name === "open" && element.nodeName === "DETAILS") continue;
    if (!wanted.hasAttribute(name)) element.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (name === "open" && element.nodeName === "DETAILS") continue;
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

function node(present, wanted) {
  if (present.nodeType !== Node.ELEMENT_NODE) {
    if (present.data !== wanted.data) present.data = wanted.data;
    return;
  }
  if (present.isEqualNode(wanted)) return;
  // What somebody filled in and has not sent is his.
  if (present.matches("input, textarea, select") && isChanged(present)) return;
  attributes(present, wanted);
  children(present, wanted);
}

export function morph(present, wanted) {
  const focused = document.activeElement;
  const [from, to] = present.contains(focused) && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : [];
  children(present, wanted);
  // A row that moved took the focus with it, but browsers let go of what moves.
  if (focused && focused !== document.activeElement && focused.isConnected) {
    focused.focus({ preventScroll: true });
    if (from !== undefined && from !== null) focused.setSelectionRange(from, to);
  }
}
