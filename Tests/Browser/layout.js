// Says what of a page's text cannot be read: wider than the screen, cut off, or lying on other text.
() => {
  const found = [];
  const name = (e) => e.tagName.toLowerCase() + [...e.classList].map((c) => "." + c).join("");
  const say = (what, element, text) => found.push(`${what} in ${name(element)}: ${text.trim().slice(0, 60)}`);

  const page = document.documentElement;
  if (page.scrollWidth > innerWidth) found.push(`the page is ${page.scrollWidth} wide on a screen of ${innerWidth}`);

  // Whoever clips its content keeps what does not fit from being read; a title says it all the same.
  const clips = (style, axis) => ["hidden", "clip"].includes(style[`overflow${axis}`]);
  const scrolls = (style, axis) => ["auto", "scroll"].includes(style[`overflow${axis}`]);
  const pieces = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent;
    const parent = node.parentElement;
    if (!text.trim() || parent.closest("script, style, template, option, textarea, title, noscript, svg, dialog:not([open])")) continue;
    if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    let rects = [...range.getClientRects()].filter((r) => r.width > 1 && r.height > 1);
    let layer = null, told = parent.closest("[title]") !== null;
    for (let e = parent; e && e !== document.body && rects.length; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.clipPath !== "none") { rects = []; break; }
      if (!layer && ["fixed", "sticky"].includes(style.position)) layer = e;
      const box = e.getBoundingClientRect();
      const cut = rects.some((r) => (clips(style, "X") && (r.right > box.right + 1.5 || r.left < box.left - 1.5))
        || (clips(style, "Y") && (r.bottom > box.bottom + 1.5 || r.top < box.top - 1.5)))
        || (style.textOverflow === "ellipsis" && clips(style, "X") && e.scrollWidth > e.clientWidth + 1);
      if (cut && !told) { say("text is cut off", e, text); told = true; }
      if (["X", "Y"].some((axis) => clips(style, axis) || scrolls(style, axis))) {
        rects = rects.map((r) => new DOMRect(
          Math.max(r.left, box.left), Math.max(r.top, box.top),
          Math.min(r.right, box.right) - Math.max(r.left, box.left), Math.min(r.bottom, box.bottom) - Math.max(r.top, box.top)))
          .filter((r) => r.width > 1 && r.height > 1);
      }
    }
    for (const rect of rects) if (rect.right > 0 && rect.bottom > 0) pieces.push({ rect, node, parent, layer, text });
  }

  pieces.sort((a, b) => a.rect.top - b.rect.top);
  for (let i = 0; i < pieces.length; i++) {
    const a = pieces[i];
    for (let j = i + 1; j < pieces.length && pieces[j].rect.top < a.rect.bottom; j++) {
      const b = pieces[j];
      // What floats lies over what scrolls below it; the same text's lines are its own matter.
      if (a.node === b.node || a.layer !== b.layer) continue;
      const wide = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
      const high = Math.min(a.rect.bottom, b.rect.bottom) - b.rect.top;
      if (wide > 2 && high > 0.4 * Math.min(a.rect.height, b.rect.height)) {
        say(`“${a.text.trim().slice(0, 30)}” lies on other text`, b.parent, b.text);
      }
    }
  }

  // A hint that does not fit its field.
  const pen = document.createElement("canvas").getContext("2d");
  for (const input of document.querySelectorAll("input[placeholder]")) {
    if (!input.checkVisibility()) continue;
    const style = getComputedStyle(input);
    pen.font = style.font;
    const room = input.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (pen.measureText(input.placeholder).width > room + 1) say("the hint is cut off", input, input.placeholder);
  }
  return [...new Set(found)];
}
