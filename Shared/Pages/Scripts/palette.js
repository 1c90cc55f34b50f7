// Finds places, actions, customers and orders while one types. The server renders what it found, with the person's own rights;
// here it is shown, and one of it chosen by the keyboard: the focus stays in the field, aria-activedescendant says where one is.
const dialog = document.getElementById("palette");
const field = dialog?.querySelector("input");
const list = document.getElementById("found");
const said = dialog?.querySelector("[role=status]");
let asked = null;
let waiting = 0;

export function openPalette(text = "") {
  if (!dialog) return;
  if (!dialog.open) dialog.showModal();
  field.value = text;
  field.select();
  find();
}

function options() {
  return [...list.querySelectorAll("[role=option]")];
}

function choose(option) {
  for (const one of options()) one.toggleAttribute("aria-selected", false);
  field.removeAttribute("aria-activedescendant");
  if (!option) return;
  option.setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function chosen() {
  return list.querySelector("[aria-selected=true]");
}

async function find() {
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(`/search?part=list&q=${encodeURIComponent(field.value)}`, { signal: asked.signal });
    // The session has ended: the page itself leads to where one signs in.
    if (answer.status === 401) return location.reload();
    if (!answer.ok) return;
    list.innerHTML = await answer.text();
    const all = options();
    list.hidden = all.length === 0;
    field.setAttribute("aria-expanded", String(all.length > 0));
    choose(field.value.trim() ? all[0] : null);
    said.textContent = all.length ? said.dataset.some.replace("{n}", all.length) : said.dataset.none;
  } catch (error) {
    if (error.name !== "AbortError") said.textContent = said.dataset.failed;
  }
}

function go(option) {
  if (option.dataset.run) {
    dialog.close();
    document.getElementById(option.dataset.run)?.showModal();
  } else {
    option.click();
  }
}

if (dialog) {
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 140);
  });
  dialog.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.indexOf(chosen());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(all[(at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1) + all.length) % all.length]);
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      go(chosen());
    }
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-run]");
    if (!option) return;
    event.preventDefault();
    go(option);
  });
  // Beside it means away from it.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
