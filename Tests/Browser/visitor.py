"""Opens pages and judges them."""
import asyncio
import pathlib
import traceback
from contextlib import asynccontextmanager

import axe_playwright_python
from playwright.async_api import TimeoutError as Late

HERE = pathlib.Path(__file__).resolve().parent
LAYOUT = (HERE / "layout.js").read_text()
AXE = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
JUDGEMENT = """;axe.run(document, { resultTypes: ["violations"] }).then((report) => report.violations
  .filter((one) => ["serious", "critical"].includes(one.impact))
  .map((one) => `axe ${one.id} x${one.nodes.length}: ${one.nodes[0].target.join(" ")}`))"""
SCREENS = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
LOCALES = {"ru": "ru-RU", "en": "en-GB"}
AT_ONCE = 3
PATIENCE = 240


class Failed(Exception):
    """A story did not come out as promised."""


class Visitor:
    def __init__(self, browser, world, out):
        self.browser, self.world, self.out = browser, world, out
        self.failures, self.looks, self.stories, self.pages = [], 0, 0, set()
        self._signed_in, self._lock = {}, asyncio.Lock()

    async def walk(self, work):
        """Several at once, in order of the list. What came too late is tried once more with nothing beside it: on a loaded machine
        that alone tells slow from broken."""
        waiting, late = list(work), []

        async def several():
            while waiting:
                await self._try(*waiting.pop(0), late)

        await asyncio.gather(*(several() for _ in range(AT_ONCE)))
        for name, task in late:
            print(f"  once more, alone: {name}")
            await self._try(name, task)

    async def _try(self, name, task, late=None):
        try:
            # What never comes is a failure too; loaded machines get their time.
            await asyncio.wait_for(task(self), PATIENCE)
        except (TimeoutError, Late) as error:
            if late is not None:
                late.append((name, task))
            else:
                self.failures.append(f"{name}: it took too long. {(str(error).strip().splitlines() or [''])[0]}")
        except Exception as error:
            place = next((f"{pathlib.Path(f.filename).name}:{f.lineno}" for f in reversed(
                traceback.extract_tb(error.__traceback__)) if pathlib.Path(f.filename).parent == HERE), "")
            self.failures.append(f"{name}: {str(error).strip().splitlines()[0]} ({place})")

    @asynccontextmanager
    async def page(self, who="admin", language="en", screen="wide", scheme="light", javascript=True, worker=False):
        """A page of a browser in which that person is signed in; `None` for nobody. What the browser complains of on the way
        is a failure."""
        state = await self._state(who, language) if who else None
        context = await self.browser.new_context(
            locale=LOCALES[language], color_scheme=scheme, viewport=SCREENS[screen], storage_state=state,
            java_script_enabled=javascript, reduced_motion="reduce", service_workers="allow" if worker else "block")
        page = await context.new_page()
        page.complaints, page.expected = [], ()

        def complain(text):
            # We block it ourselves, but for the story about it.
            if "Service Worker registration blocked" not in text:
                page.complaints.append(text)

        page.on("console", lambda m: complain(f"console: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: complain(f"script: {e}"))
        # Aborted is what the browser itself gave up because it went on to the next page.
        page.on("requestfailed", lambda r: complain(f"request failed: {r.url} {r.failure}")
                if r.failure != "net::ERR_ABORTED" else None)
        page.on("response", lambda r: complain(f"HTTP {r.status}: {r.url}")
                if r.status >= 400 and r.status not in page.expected else None)
        try:
            yield page
            self.take(page, f"{who} at {page.url}")
        finally:
            await context.close()

    async def _state(self, who, language):
        """Each person signs in once for each language; all his pages share that session."""
        async with self._lock:
            if (who, language) not in self._signed_in:
                async with self.page(None, language) as page:
                    await self.sign_in(page, who, language)
                    self._signed_in[who, language] = await page.context.storage_state()
            return self._signed_in[who, language]

    async def sign_in(self, page, who, language):
        await page.goto(f"{self.world.base}/signin?language={language}")
        await page.fill("#login", who)
        await page.fill("#password", self.world.people[who])
        page.expected = (403,)
        await page.click("button.go")
        await page.wait_for_load_state("load")
        page.complaints.clear()
        page.expected = ()
        if "/signin" in page.url:
            raise Failed(f"{who} cannot sign in: {await page.inner_text('main')}")

    async def open(self, page, path, status=200):
        """Goes there; an error page that is expected is no complaint."""
        self.take(page, page.url)
        page.expected = (status,) if status >= 400 else ()
        answer = await page.goto(self.world.base + path, wait_until="load")
        if answer.status != status:
            raise Failed(f"{path} answered {answer.status} instead of {status}")
        return answer

    async def judge(self, page, mark, axe=False, picture=False, whole=True):
        """Layout of what is on the screen and, where wished, accessibility and a picture."""
        self.looks += 1
        page.complaints += await page.evaluate(LAYOUT)
        if axe:
            page.complaints += await page.evaluate(AXE + JUDGEMENT)
        if picture:
            await page.screenshot(path=str(self.out / f"{mark}.png"), full_page=whole)
        self.take(page, mark)

    def take(self, page, mark):
        """What was complained of so far becomes failures."""
        for complaint in dict.fromkeys(page.complaints):
            # The browser reports the error page itself in the console.
            if not (page.expected and "Failed to load resource" in complaint):
                self.failures.append(f"{mark}: {complaint}")
        page.complaints.clear()
