// Looks again at what is under way, as long as the page is looked at, and until it is done. Nothing that somebody reads jumps away.
async function look() {
  const bar = document.querySelector("progress[data-reload]");
  if (!bar) return;
  await new Promise((done) => setTimeout(done, Number(bar.dataset.reload)));
  if (document.hidden) return void document.addEventListener("visibilitychange", look, { once: true });
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["main", "header.head"]) {
      const [now, next] = [document.querySelector(part), page.querySelector(part)];
      if (now && next) now.replaceChildren(...next.childNodes);
    }
  } catch {
    // The next look tells more.
  }
  look();
}

look();
