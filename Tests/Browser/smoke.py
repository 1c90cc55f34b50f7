#!/usr/bin/env python3
"""Looks at every page of a running server with a real browser: Debian's chromium, driven by Playwright, judged by axe.

    apt-get install chromium fonts-noto-core
    python3 -m venv venv && venv/bin/pip install playwright==1.* axe-playwright-python==0.1.*
    venv/bin/python Tests/Browser/smoke.py http://127.0.0.1:8080 admin PASSWORD [--out FOLDER]

Signs in through the form, then visits every page in Russian and English, light and dark, on a wide and a narrow screen. A page
fails on a console error (a violation of the content security policy is one), a request that fails or is answered 4xx or 5xx, a
serious or critical finding of axe, a body wider than the screen, or a language that is not the chosen one. Screenshots go into
the folder (shots). Exit 0 when nothing failed.
"""
import argparse
import pathlib
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

SCREENS = {"wide": (1440, 900), "phone": (390, 844)}
PLACES = ["/intake", "/orders", "/products", "/customers", "/mails", "/docs"]
# Where one opens something: the first link on the list that leads below it.
DETAILS = {"/intake": "/intake/rejected/", "/orders": "/orders/", "/customers": "/customers/", "/mails": "/mails/"}


class Visitor:
    def __init__(self, browser, base, out):
        self.browser, self.base, self.out = browser, base.rstrip("/"), out
        self.axe, self.failures, self.looked = Axe(), 0, 0

    def context(self, language, scheme, screen):
        width, height = SCREENS[screen]
        context = self.browser.new_context(
            locale={"ru": "ru-RU", "en": "en-GB"}[language], color_scheme=scheme, ignore_https_errors=True,
            viewport={"width": width, "height": height}, is_mobile=screen == "phone", has_touch=screen == "phone")
        page = context.new_page()
        self.problems = []
        page.on("console", lambda m: self.problems.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda e: self.problems.append(f"script: {e}"))
        # Aborted is what the browser itself gave up because it went on to the next page.
        page.on("requestfailed", lambda r: self.problems.append(f"request failed: {r.url} {r.failure}")
                if r.failure != "net::ERR_ABORTED" else None)
        page.on("response", lambda r: self.problems.append(f"HTTP {r.status}: {r.url}")
                if r.status >= 400 and r.status not in self.expected else None)
        self.expected = ()
        return context, page

    def sign_in(self, page, user, password, language):
        page.goto(f"{self.base}/signin?language={language}")
        page.fill("#login", user)
        page.fill("#password", password)
        page.click("button.go")
        page.wait_for_load_state("load")
        if "/signin" in page.url:
            sys.exit(f"Cannot sign in as {user}: {page.inner_text('main')}")

    def visit(self, page, path, name, language, expected=()):
        """Opens a page and judges it. A page that is expected to be an error says so by its status."""
        self.expected = expected
        response = page.goto(self.base + path, wait_until="load")
        if expected and response.status not in expected:
            self.problems.append(f"{path} answered {response.status}")
        self.judge(page, name, language)

    def judge(self, page, name, language):
        self.looked += 1
        if page.get_attribute("html", "lang") != language:
            self.problems.append(f"the language is {page.get_attribute('html', 'lang')}")
        width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        if width[0] > width[1]:
            self.problems.append(f"the page is {width[0]} wide on a screen of {width[1]}")
        for violation in self.axe.run(page).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                nodes = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
                self.problems.append(f"axe {violation['id']} x{len(nodes)}: {nodes[0]}")
        page.screenshot(path=str(self.out / f"{name}.png"), full_page=True)
        # The browser reports the error page itself in the console.
        problems = [p for p in self.problems if not (self.expected and "Failed to load resource" in p)]
        for problem in problems:
            print(f"  ! {name}: {problem}")
        self.failures += len(problems)
        self.problems.clear()


def look(visitor, language, scheme, screen, user, password):
    context, page = visitor.context(language, scheme, screen)
    mark = f"{language}-{scheme}-{screen}"
    visitor.visit(page, f"/signin?language={language}", f"signin-{mark}", language)
    page.fill("#login", "nobody")
    page.fill("#password", "wrong")
    visitor.expected = (422, 429)
    page.click("button.go")
    page.wait_for_load_state("load")
    visitor.judge(page, f"signin-refused-{mark}", language)
    visitor.expected = ()
    visitor.sign_in(page, user, password, language)
    for place in PLACES:
        visitor.visit(page, place, f"{place[1:]}-{mark}", language)
        below = DETAILS.get(place)
        links = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))") if below else []
        target = next((link for link in links if link.startswith(below)), None)
        if target:
            visitor.visit(page, target, f"{place[1:]}-one-{mark}", language)
        elif below:
            print(f"  - {mark}: nothing to open on {place}")
    visitor.visit(page, "/customers?q=" + "zzzzzz", f"customers-none-{mark}", language)
    visitor.visit(page, "/nowhere", f"nowhere-{mark}", language, expected=(404,))
    context.close()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("url")
    arguments.add_argument("user")
    arguments.add_argument("password")
    arguments.add_argument("--out", default="shots", type=pathlib.Path)
    arguments.add_argument("--browser", default="/usr/bin/chromium")
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=given.browser, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        visitor = Visitor(browser, given.url, given.out)
        for language in ("ru", "en"):
            for scheme in ("light", "dark"):
                for screen in SCREENS:
                    look(visitor, language, scheme, screen, given.user, given.password)
        browser.close()
    print(f"{visitor.looked} pages looked at, {visitor.failures} problems; screenshots in {given.out}")
    sys.exit(1 if visitor.failures else 0)


if __name__ == "__main__":
    main()
