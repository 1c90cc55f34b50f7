// Short messages that come and go. They stand in a region that screen readers announce, stay as long as the mouse or the focus is
// on them, and can be closed.
const region = document.getElementById("toasts");
const LASTS = 8000;

export function toast(content, { stays = false } = {}) {
  if (!region) return null;
  const box = document.createElement("div");
  box.className = "toast";
  box.append(content);
  const close = document.createElement("button");
  close.className = "btn bare sq";
  close.setAttribute("aria-label", region.dataset.close);
  close.append("×");
  close.addEventListener("click", () => box.remove());
  box.append(close);
  region.append(box);
  if (!stays) {
    let timer = setTimeout(() => box.remove(), LASTS);
    for (const stop of ["pointerenter", "focusin"]) box.addEventListener(stop, () => clearTimeout(timer));
    for (const again of ["pointerleave", "focusout"]) {
      box.addEventListener(again, () => {
        clearTimeout(timer);
        timer = setTimeout(() => box.remove(), LASTS);
      });
    }
  }
  return box;
}

// What the step before came to, where it is good news: said once, and not again when one comes back to the page.
export function gather() {
  const flash = document.querySelector("main > .flash:has(.note.good)");
  if (!flash || !region) return;
  const content = flash.querySelector(".note");
  flash.remove();
  toast(content);
  const address = new URL(location.href);
  address.searchParams.delete("done");
  history.replaceState(null, "", address);
}

// Says when there is no network, as nothing that one does then arrives.
export function watchConnection() {
  let lost = null;
  addEventListener("offline", () => {
    lost ??= toast(region?.dataset.offline ?? "", { stays: true });
  });
  addEventListener("online", () => {
    if (!lost) return;
    lost.remove();
    lost = null;
    toast(region?.dataset.online ?? "");
  });
}
