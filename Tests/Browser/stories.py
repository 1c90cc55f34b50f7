"""What people do all day, and what must never happen to them."""
import asyncio
import json
import re

from telling import Hand, demand, story
from visitor import SCREENS
from world import HOSTILE


@story
async def a_rejected_order_is_corrected_and_retried(visitor, world):
    async with visitor.page(language="ru") as page:
        hand = Hand(page)
        await visitor.open(page, "/")
        await hand.click(page.locator("main a", has_text="ждёт исправления").or_(page.locator("main a", has_text="ждут исправления")).first)
        await hand.click(page.locator("tr", has_text="anna-2").get_by_role("link", name="Исправить"))
        reason = await page.inner_text("main")
        demand("sum-mismatch" in reason and "/total" in reason, "the reason does not stand beside the order")
        data = json.loads(await page.input_value("#data"))
        data["total"] = 130001
        await page.fill("#data", json.dumps(data, ensure_ascii=False))
        page.expected = (422,)
        # Not counted: the mistake.
        await page.click("button[value=corrected]")
        demand("Снова отклонено" in await page.inner_text("main"), "a second mistake is not told")
        demand("130001" in await page.input_value("#data"), "what was typed is gone")
        data["total"] = 129900
        await page.fill("#data", json.dumps(data, ensure_ascii=False))
        page.expected = ()
        page.complaints.clear()
        await hand.click("button[value=corrected]")
        demand("Событие принято" in await page.inner_text("#toasts"), "nobody says that it was accepted")
        demand(hand.clicks <= 3, f"it took {hand.clicks} clicks")
        demand(world.items("/v1/orders?number=BR-3"), "there is no order afterwards")


@story
async def a_client_is_found_by_the_last_digits_of_the_phone(visitor, world):
    for language, screen in (("ru", "wide"), ("en", "phone")):
        async with visitor.page(language=language, screen=screen) as page:
            hand = Hand(page)
            await visitor.open(page, "/orders")
            await hand.click("nav.nav a.phone" if screen == "phone" else "nav.nav form.find")
            await page.wait_for_selector("#palette[open]")
            await page.keyboard.type("7731")
            await hand.click(page.locator("#found [role=option]", has_text="Анна Ким"))
            await page.wait_for_url("**/customers/*")
            demand(page.url.endswith(world.anna), f"that leads to {page.url}")
            demand("7731" in re.sub(r"[^\d]", "", await page.inner_text("main")), "the card does not show the phone")
            demand(hand.clicks <= 3, f"it took {hand.clicks} clicks on the {screen} screen")


@story
async def the_palette_finds_what_one_may_see(visitor, world):
    """By keyboard alone: places, actions, customers and orders, and nothing beyond the person's rights."""
    async with visitor.page(language="ru") as page:
        await visitor.open(page, "/docs")
        await page.keyboard.press("Control+k")
        await page.wait_for_selector("#found [role=option]")
        demand(await page.evaluate("document.activeElement.getAttribute('role')") == "combobox", "the field has no focus")
        await visitor.judge(page, "palette-ru-light-wide", axe=True, picture=True, whole=False)
        await page.set_viewport_size(SCREENS["phone"])
        await page.emulate_media(color_scheme="dark")
        await visitor.judge(page, "palette-ru-dark-phone", axe=True, picture=True, whole=False)
        await page.set_viewport_size(SCREENS["wide"])
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowDown")
        active = await page.get_attribute("#palette input", "aria-activedescendant")
        demand(await page.get_attribute(f"#{active}", "aria-selected") == "true", "what is chosen is not told to screen readers")
        await page.keyboard.press("Escape")
        demand(not await page.is_visible("#palette"), "Escape does not close it")
        for text, address in (("ghbtv", None), ("BR-2", f"**/orders/{world.annas_order}"), ("mails", "**/mails")):
            await page.keyboard.press("Control+k")
            await page.keyboard.type(text)
            if address is None:
                await page.locator("#palette [role=status]", has_text="Ничего не нашлось").wait_for()
                await page.keyboard.press("Escape")
                continue
            wanted = f"#found [role=option][href*='{address[3:]}']"
            await page.wait_for_selector(wanted)
            for _ in range(10):
                if await page.get_attribute(wanted, "aria-selected") == "true":
                    break
                await page.keyboard.press("ArrowDown")
            await page.keyboard.press("Enter")
            await page.wait_for_url(address)
    for who, text, forbidden in (
            ("nobody", "7731", ("Анна", "customers", "orders")), ("seller", "7731", ("Анна",)), ("seller", "anna.kim", ("Анна",)),
            ("seller", "BR-2", ("BR-2", "Анна"))):
        async with visitor.page(who) as page:
            await visitor.open(page, "/docs")
            await page.keyboard.press("/")
            await page.keyboard.type(text)
            await page.wait_for_timeout(1000)
            found = await page.inner_html("#found")
            demand(not any(word in found for word in forbidden), f"{who} finds {found} by {text}")


@story
async def single_keys_work_and_can_be_switched_off(visitor, world):
    async with visitor.page(language="ru") as page:
        await visitor.open(page, "/docs")
        await page.keyboard.press("?")
        await page.wait_for_selector("#keys[open]")
        await visitor.judge(page, "keys-ru-light-wide", axe=True, picture=True, whole=False)
        await page.keyboard.press("Escape")
        await page.keyboard.press("g")
        await page.keyboard.press("c")
        await page.wait_for_url("**/customers")
        await page.keyboard.press("j")
        await page.keyboard.press("j")
        second = await page.evaluate("document.activeElement.closest('tr') === document.querySelectorAll('main tbody tr')[1]")
        demand(second, "j does not walk through the list")
        await page.focus("main input[name=q]")
        await page.keyboard.type("g?c")
        demand(not await page.is_visible("#keys") and page.url.endswith("/customers"), "keys do something while one types")
    async with visitor.page("picky", "en") as page:
        await visitor.open(page, "/me")
        await page.uncheck("input[name=keys]")
        await page.select_option("#scheme", "dark")
        await page.select_option("#density", "compact")
        await page.click("form[action='/me/look'] button")
        await page.wait_for_selector("#toasts .toast")
        demand("Saved" in await page.inner_text("#toasts"), "nobody says that it was saved")
        await page.keyboard.press("?")
        demand(not await page.is_visible("#keys"), "the keys are on all the same")
        demand(await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(19, 19, 21)", "the page is not dark")
        await page.keyboard.press("Control+k")
        demand(await page.is_visible("#palette"), "Ctrl+K went with the single keys")
    async with visitor.page("picky", "ru") as page:
        await visitor.open(page, "/me")
        demand(await page.get_attribute("html", "data-scheme") == "dark", "another browser of the person looks different")
        await visitor.judge(page, "compact-ru-dark-wide", axe=True, picture=True)


@story
async def what_was_typed_is_not_lost_by_going_away(visitor, world):
    async with visitor.page(language="en") as page:
        asked = []

        async def stay(dialog):
            asked.append(dialog.type)
            await dialog.dismiss()

        page.on("dialog", lambda dialog: asyncio.ensure_future(stay(dialog)))
        await visitor.open(page, f"/intake/rejected/{world.rejected_hostile}")
        await page.fill("#reason", "because")
        await page.click("nav.nav a[href='/orders']", no_wait_after=True)
        await page.wait_for_timeout(300)
        demand(asked == ["beforeunload"] and "/intake/" in page.url, f"going away asked {asked} and led to {page.url}")
        demand(await page.input_value("#reason") == "because", "what was typed is gone")
        await page.fill("#reason", "")
        await page.click("nav.nav a[href='/orders']")
        await page.wait_for_url("**/orders")
        demand(len(asked) == 1, "it asks although nothing was typed")


@story
async def without_a_network_the_page_says_what_to_do(visitor, world):
    async with visitor.page(language="ru", worker=True) as page:
        await visitor.open(page, "/orders")
        await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        await page.context.set_offline(True)
        await page.wait_for_selector("#toasts .toast")
        demand("Нет сети" in await page.inner_text("#toasts"), "nobody says that the network is gone")
        page.complaints.clear()
        await page.goto(world.base + "/customers", wait_until="load")
        demand("Нет сети" in await page.inner_text("h1"), "the browser's own error page comes")
        demand("Анна" not in await page.content(), "something was kept that should not be")
        await visitor.judge(page, "no-network-ru-light-wide", picture=True)
        await page.context.set_offline(False)
        page.complaints.clear()
        await page.click("a.btn.go")
        await page.wait_for_url(world.base + "/")


@story
async def why_a_mail_was_not_sent(visitor, world):
    async with visitor.page(language="ru") as page:
        hand = Hand(page)
        await visitor.open(page, "/")
        await hand.click("nav a[href='/mails']")
        await hand.click("nav.tabs a[href*=skipped]")
        demand("У клиента нет почты" in await page.inner_text("main table"), "the list does not say why")
        await hand.click("main table a")
        demand("У клиента нет почты" in await page.inner_text("main"), "the mail does not say why")
        demand(hand.clicks <= 3, f"it took {hand.clicks} clicks")


@story
async def who_has_no_rights_sees_nothing(visitor, world):
    secrets = ["Анна", "anna.kim", "BR-2", "Kettle", "1447731"]
    paths = ["/customers", "/customers?q=7731", f"/customers/{world.anna}", "/orders", "/orders?q=BR-2",
             f"/orders/{world.annas_order}", "/products", "/mails", f"/mails/{world.mail}", "/intake",
             f"/intake/rejected/{world.rejected}", "/users", f"/users/{world.seller}", "/units", "/roles", "/audit",
             f"/access?user={world.seller}"]
    async with visitor.page("nobody") as page:
        for path in paths:
            await visitor.open(page, path, 403)
            text = await page.content()
            found = [secret for secret in secrets if secret in text.replace(path, "")]
            demand(not found, f"{path} shows {found}")
        await visitor.open(page, "/docs")
        places = await page.locator("nav.nav a[href]:not(.brand)").evaluate_all("all => all.map(a => a.pathname)")
        demand(places == ["/", "/docs", "/search"], f"the navigation leads to {places}")


@story
async def who_has_few_rights_sees_only_what_is_his(visitor, world):
    async with visitor.page("seller") as page:
        for path in (f"/orders/{world.annas_order}", f"/mails/{world.mail}"):
            await visitor.open(page, path, 404)
        for path in ("/intake", f"/intake/rejected/{world.rejected}"):
            await visitor.open(page, path, 403)
        await visitor.open(page, f"/customers/{world.anna}")
        text = await page.content()
        demand("Анна Ким" in text, "the name that he may know is not shown")
        demand(not any(secret in text for secret in ("anna.kim", "1447731", "BR-2")), "the card of another's client shows more")
        for path in ("/customers?q=7731", "/customers?q=anna.kim", "/orders?q=BR-2"):
            await visitor.open(page, path)
            demand("Анна" not in await page.inner_text("main"), f"{path} finds what he may not see")
        await visitor.open(page, "/customers?q=6782")
        demand("Без-Почты" in await page.inner_text("main"), "his own client is not found by the phone")
        await visitor.open(page, f"/customers/{world.unmailed}")
        demand("6782" in re.sub(r"\D", "", await page.inner_text("main")), "his own client's phone is not shown")


@story
async def a_hostile_text_stays_text(visitor, world):
    paths = ["/customers?q=" + "%3Cimg", f"/customers/{world.hostile}", f"/customers/{world.hostile}?q=%3Cimg%20src%3Dx",
             f"/orders/{world.hostile_order}", "/orders?q=%3Cimg", "/products?q=%3Cimg", "/products", "/mails", "/intake",
             f"/intake/rejected/{world.rejected_hostile}", "/me", "/customers?q=%22%3E%3Cscript%3Eharmed%3D1%3C/script%3E",
             "/orders?state=%22%3E%3Cimg%20src%3Dx%3E&sort=%27%3E", "/customers?sort=%22%3E%3Cimg%20src%3Dx%3E"]
    seen = 0
    for who in ("admin", "seller"):
        async with visitor.page(who) as page:
            for path in paths:
                page.expected = (400, 403, 404, 422)
                await page.goto(world.base + path, wait_until="load")
                harmed = await page.evaluate(
                    "window.harmed !== undefined || document.querySelector('img, a[href^=javascript], [onerror]') !== null")
                demand(not harmed, f"{path} lets a hostile text be markup")
                seen += HOSTILE in await page.inner_text("body")
    demand(seen >= 10, f"the hostile text was seen on {seen} pages only, so this proves little")


class Keyboard:
    """A person without a mouse. Whatever holds the focus must be seen."""

    def __init__(self, page):
        self.page = page

    async def to(self, name, most=60):
        """Tab until what has this name holds the focus."""
        passed = []
        for _ in range(most):
            await self.page.keyboard.press("Tab")
            here = await self.page.evaluate(FOCUS)
            passed.append(here and here["name"])
            if here is None:
                continue
            demand(here["seen"], f"the focus is lost at {here['name']!r} on {self.page.url}")
            if here["name"].startswith(name):
                return
        raise Failed(f"Tab does not lead to {name!r} on {self.page.url}, but to {passed}")

    async def press(self, key, address=None):
        await self.page.keyboard.press(key)
        if address:
            await self.page.wait_for_url(address)
        await self.page.wait_for_load_state("load")


FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const ringed = [e, e.parentElement, e.parentElement?.parentElement].some((x) => x && getComputedStyle(x).outlineStyle !== "none");
  const inside = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
  const label = e.labels?.[0]?.innerText || e.getAttribute("aria-label") || e.innerText || e.getAttribute("name") || "";
  return { name: label.trim(), seen: ringed && inside && box.width > 0 };
}"""


@story
async def the_main_tasks_by_keyboard_alone(visitor, world):
    async with visitor.page(None, "en") as page:
        keys = Keyboard(page)
        await visitor.open(page, "/signin?language=en")
        await keys.to("Mail or login")
        await page.keyboard.type("admin")
        await keys.to("Password")
        await page.keyboard.type(world.password)
        await keys.to("Sign in")
        await keys.press("Enter", visitor.world.base + "/")
        await keys.to("Skip to content")
        await keys.press("Enter")
        demand(await page.evaluate("document.activeElement.id") == "content", "the way past the navigation is closed")
        await visitor.open(page, "/intake")
        await keys.to("Customers")
        await keys.press("Enter", "**/customers")
        await keys.to("Search")
        await page.keyboard.type("7731")
        await keys.press("Enter", "**/search?q=7731")
        await keys.to("Анна Ким")
        await keys.press("Enter", "**/customers/*")
        await keys.to("BR-2")
        await keys.press("Enter", "**/orders/*")
        demand("BR-2" in await page.inner_text("h1"), "that is not the order")
        await visitor.open(page, "/intake")
        await keys.to("Fix")
        events = await page.eval_on_selector_all(
            "main a[href^='/intake/rejected/']", "all => all.map((one) => Number(one.pathname.split('/').at(-1)))")
        newest = f"{world.base}/intake/rejected/{max(events)}"
        await keys.press("Enter", "**/intake/rejected/*")
        demand(page.url.split("#")[0] == newest, f"{page.url}, not {newest}: the newest rejected event does not stand first")
        await keys.to("Corrected data", most=4)
        await keys.to("Fix and accept")


@story
async def reading_and_simple_forms_need_no_script(visitor, world):
    async with visitor.page(language="en", javascript=False) as page:
        hand = Hand(page)
        await visitor.open(page, "/customers")
        await page.fill("main input[name=q]", "7731")
        await hand.click("main form.search button")
        demand("Анна Ким" in await page.inner_text("main"), "the search needs script")
        await page.fill("nav.nav input[name=q]", "BR-2")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/search?q=BR-2")
        demand("BR-2" in await page.inner_text("main"), "the search over everything needs script")
        await visitor.open(page, f"/intake/rejected/{world.rejected_hostile}")
        await page.fill("#reason", "A test of the shop")
        await hand.click(page.locator("form[action$=discard] button"))
        demand("set aside" in await page.inner_text(".flash"), "discarding needs script")
