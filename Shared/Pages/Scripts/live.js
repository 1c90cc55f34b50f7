// Keeps what a page shows up to date. The server says which of the watched things changed, and nothing of what is in them; the page
// then asks for itself anew, and its parts that show those things take what is new into them. Only a page that is seen does so.
import { changedForms } from "./guard.js";
import { morph } from "./morph.js";

// Milliseconds: so often at most, so long until a stream that broke off is asked for again, at first and at most.
const PAUSE = 1000;
const RETRY = 1000;
const LONGEST = 60000;

let source = null;
let place = document.querySelector("main")?.dataset.liveFrom ?? "";
let failures = 0;
let retry = 0;
let due = new Set();
let timer = 0;
let asking = false;
let freeAt = 0;

function parts() {
  return [...document.querySelectorAll("[data-live]")];
}

function things(part) {
  return part.dataset.live.split(" ");
}

function hear(names) {
  for (const part of parts()) if (things(part).some((thing) => names.has(thing))) due.add(part.id);
  plan();
}

function plan() {
  if (!due.size || asking || timer) return;
  timer = setTimeout(refresh, Math.max(0, freeAt - performance.now()));
}

// A page whose answer takes long is asked for less often.
async function refresh() {
  timer = 0;
  asking = true;
  const began = performance.now();
  const wanted = Map.groupBy([...due], (id) => document.getElementById(id)?.dataset.from ?? location.href);
  due = new Set();
  try {
    for (const [address, ids] of wanted) {
      const answer = await fetch(address, { headers: { Accept: "text/html", "X-Live": "1" }, cache: "no-store" });
      // Who was signed out in the meantime is led elsewhere; what he sees and types stays.
      if (answer.ok && !answer.redirected) show(new DOMParser().parseFromString(await answer.text(), "text/html"), ids);
    }
  } catch {
    // No network: when the stream is back, everything that changed is told again.
  } finally {
    asking = false;
    freeAt = performance.now() + Math.max(PAUSE, 3 * (performance.now() - began));
    plan();
  }
}

function show(page, wanted) {
  for (const id of wanted) {
    const part = document.getElementById(id);
    const fresh = page.getElementById(id);
    if (!part || !fresh) continue;
    if (isSame(part, fresh)) continue;
    if (changedForms(part).length || "longer" in part.dataset) offer(part, fresh);
    else morph(part, fresh);
  }
}

function isSame(part, fresh) {
  const copy = part.cloneNode(true);
  copy.querySelector(":scope > .changed")?.remove();
  return copy.isEqualNode(fresh);
}

// Somebody is typing there, or has more before him than the page alone: says so, and lets him choose when.
function offer(part, fresh) {
  const known = part.querySelector(":scope > .changed");
  const note = known ?? document.getElementById("changed")?.content.firstElementChild.cloneNode(true);
  if (!note) return;
  note.querySelector("button").onclick = () => {
    note.remove();
    delete part.dataset.longer;
    morph(part, fresh);
    part.querySelector("input:not([type=hidden]), textarea, select, a[href]")?.focus({ preventScroll: true });
  };
  if (!known) part.prepend(note);
}

function open() {
  const names = new Set(parts().flatMap(things));
  if (source || document.hidden || !names.size || !navigator.onLine) return;
  const query = new URLSearchParams([...names].map((name) => ["watch", name]));
  query.set("from", place);
  source = new EventSource(`/live?${query}`);
  source.addEventListener("open", () => { failures = 0; });
  source.addEventListener("changed", (event) => {
    place = event.lastEventId;
    hear(new Set(event.data.split(" ")));
  });
  // The server ended it, or cannot be reached; asked again later, and not by all pages at the same moment.
  source.addEventListener("error", () => {
    close();
    failures += 1;
    retry = setTimeout(open, Math.min(LONGEST, RETRY * 2 ** Math.min(failures, 6)) * (0.5 + Math.random() / 2));
  });
}

function close() {
  clearTimeout(retry);
  source?.close();
  source = null;
}

export function live() {
  if (!("EventSource" in window) || !place) return;
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  addEventListener("offline", close);
  addEventListener("online", open);
  open();
}
