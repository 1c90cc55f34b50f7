// Lists: how many lines are chosen, all of them at once, and more lines below those that are there.
const bar = document.querySelector(".bulk");
const table = document.querySelector("main table.grid");

function boxes() {
  return [...document.querySelectorAll("main .pick input:not(.all)")];
}

function tell() {
  const all = boxes();
  const chosen = all.filter((box) => box.checked);
  for (const box of all) box.closest("tr").classList.toggle("selected", box.checked);
  const head = table?.querySelector(".pick .all");
  if (head) {
    head.checked = all.length > 0 && chosen.length === all.length;
    head.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }
  const count = bar?.querySelector("[data-count]");
  if (count) count.textContent = count.dataset.count.replace("{n}", chosen.length);
}

if (bar && table) {
  const head = table.querySelector(".pick .all");
  head.hidden = false;
  head.addEventListener("change", () => {
    for (const box of boxes()) box.checked = head.checked;
    tell();
  });
  table.addEventListener("change", (event) => {
    if (event.target.closest(".pick")) tell();
  });
  bar.querySelector("[data-none]")?.addEventListener("click", (event) => {
    event.preventDefault();
    for (const box of boxes()) box.checked = false;
    tell();
    table.querySelector("tbody a")?.focus();
  });
  tell();
}

// The next page comes below this one, and who reads keeps his place. Where it fails, the link leads there.
addEventListener("click", async (event) => {
  const link = event.target.closest?.("main .pager [rel=next]");
  const pager = link?.closest(".pager");
  if (!pager?.dataset.more || event.ctrlKey || event.metaKey || event.shiftKey || pager.ariaBusy === "true") return;
  event.preventDefault();
  pager.ariaBusy = "true";
  try {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const rows = [...page.querySelectorAll("main table.grid tbody tr")];
    if (!rows.length) throw new Error("nothing");
    table.tBodies[0].append(...rows);
    // What follows the events by itself would take them away again; it asks first.
    table.closest(".live")?.setAttribute("data-longer", "");
    const next = page.querySelector("main .pager");
    if (next) pager.replaceWith(next);
    else pager.remove();
    tell();
    rows[0].querySelector("a[href]")?.focus({ preventScroll: true });
    const shown = document.querySelector("main .shown");
    if (shown) {
      const count = table.tBodies[0].rows.length.toLocaleString(document.documentElement.lang);
      shown.textContent = (next ? shown.dataset.more : shown.dataset.all).replace("{1}", count);
    }
  } catch {
    location.href = link.href;
  }
});
