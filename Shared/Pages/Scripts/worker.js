// Shows a page that says what to do where there is no network. It keeps that page and what it is drawn with, and nothing that
// anybody has read here: pages are always the server's.
const language = new URL(location.href).searchParams.get("language") ?? "en";
const page = `/offline?language=${language}`;
const kept = `offline-${language}`;

addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const answer = await fetch(page);
    const text = await answer.clone().text();
    const files = [...text.matchAll(/(?:href|src)="(\/assets\/[^"#]+)/g)].map((match) => match[1]);
    const cache = await caches.open(kept);
    await cache.put(page, answer);
    await cache.addAll([...new Set(files)]);
    await skipWaiting();
  })());
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== kept) await caches.delete(name);
    await clients.claim();
  })());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(page)));
  } else if (new URL(request.url).pathname.startsWith("/assets/") && !navigator.onLine) {
    event.respondWith(caches.match(request).then((found) => found ?? fetch(request)));
  }
});
