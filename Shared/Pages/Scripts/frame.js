// What every page gets once its script runs. Each part adds comfort to something that works without it.
import { openPalette } from "./palette.js";
import { listen } from "./keys.js";
import { guard } from "./guard.js";
import { live } from "./live.js";
import { gather, watchConnection } from "./toasts.js";

gather();
watchConnection();
guard();
listen(openPalette);
live();

// The search field of the navigation becomes the way to the palette, for the mouse; typing into it and Enter works as before.
document.querySelector(".nav .find")?.addEventListener("click", (event) => {
  event.preventDefault();
  openPalette(event.currentTarget.querySelector("input").value);
});
document.querySelector(".nav a.phone")?.addEventListener("click", (event) => {
  event.preventDefault();
  openPalette();
});

// A page to show where there is no network. Browsers allow this on a secure address only.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(`/worker.js?language=${document.documentElement.lang}`).catch(() => {});
}
