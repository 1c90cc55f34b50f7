"""What people do with lists: choose, keep a view, hand many to somebody else."""
import re

from telling import demand, story
from visitor import SCREENS


@story
async def a_view_is_saved_shared_and_opened_with(visitor, world):
    async with visitor.page(language="ru") as page:
        await visitor.open(page, "/customers?view=all")
        await page.click(".filterbar > .unfold > summary")
        await page.select_option("#owner", "none")
        await page.select_option("#when", "new-30")
        await page.click(".filterbar form button.go")
        await page.wait_for_url("**/customers?*owner=none*")
        chips = await page.locator(".filterbar .chip b").all_inner_texts()
        demand(chips == ["никто: в очереди", "новые за 30 дней"], f"the chips say {chips}")
        await visitor.judge(page, "customers-chosen-ru-light-wide", axe=True, picture=True)
        await page.click(".viewbar .unfold > summary")
        await page.fill("#view-name", "Новые без хозяина")
        await page.select_option("#view-audience", "all")
        await visitor.judge(page, "view-saving-ru-light-wide", axe=True, picture=True)
        await page.set_viewport_size(SCREENS["phone"])
        await page.emulate_media(color_scheme="dark")
        await visitor.judge(page, "view-saving-ru-dark-phone", axe=True, picture=True)
        await page.set_viewport_size(SCREENS["wide"])
        await page.click(".viewbar form button.go")
        await page.wait_for_url("**/customers?*view=*")
        demand("Вид сохранён" in await page.inner_text("#toasts"), "nobody says that it was saved")
        tab = await page.inner_text(".tabs a[aria-current]")
        demand(tab.startswith("Новые без хозяина"), f"the tab {tab} is marked")
        address = page.url.replace("&done=view", "")
        await page.click(".chip a")
        await page.wait_for_url(lambda url: "owner=none" not in url)
        demand(await page.is_visible(".viewbar > .tag"), "nobody says that what is shown differs")
    # A colleague has it among his views, and the address alone shows the same.
    async with visitor.page("seller", "en") as page:
        await visitor.open(page, "/customers?view=all")
        await page.click(".tabs a:has-text('Новые без хозяина')")
        await page.wait_for_url("**view=*")
        demand(page.url == address, f"the tab leads to {page.url} instead of {address}")
        await page.click(".viewbar .unfold > summary")
        demand(not await page.is_visible("#changed-name"), "a view of others can be changed")
        await page.click("button[value=open]")
        await page.wait_for_load_state("load")
        await visitor.open(page, "/customers")
        demand("view=" in page.url, "the list does not open with the view")
        await page.click(".viewbar .unfold > summary")
        await page.click("button[value=close]")
        await page.wait_for_load_state("load")


@story
async def more_lines_come_below_and_columns_are_ones_own(visitor, world):
    async with visitor.page("picky", "en") as page:
        page.expected = (403,)
        await page.goto(world.base + "/customers")
    async with visitor.page(language="en", javascript=False) as page:
        await visitor.open(page, "/customers?view=all")
        await page.click(".filterbar summary[aria-label=Columns]")
        await page.uncheck("input[name=column-mail]")
        await page.check("input[name=column-unit]")
        await page.click("form[action$='/columns'] button.go")
        await page.wait_for_load_state("load")
        heads = await page.locator("main thead th").all_inner_texts()
        demand("Unit" in heads and "Mail" not in heads, f"the columns are {heads}")
        await page.click(".filterbar summary[aria-label=Columns]")
        await page.click("form[action$='/columns'] button[value=standard]")
        await page.wait_for_load_state("load")
        demand("Mail" in await page.locator("main thead th").all_inner_texts(), "the usual columns do not come back")


@story
async def three_customers_go_to_somebody_else_and_come_back(visitor, world):
    async with visitor.page(language="ru") as page:
        await visitor.open(page, "/customers?owner=none&sort=-name")
        wanted = world.others[-3:]
        for one in wanted[:2]:
            await page.check(f"input[name='pick-{one}']")
        # The third by keyboard alone: a line is walked to, and x selects it.
        await page.focus(f"tr:has(input[name='pick-{wanted[2]}']) a")
        await page.keyboard.press("x")
        await page.wait_for_selector(".bulk")
        demand("Выбрано: 3" in await page.inner_text(".bulk"), f"the bar says {await page.inner_text('.bulk')}")
        await visitor.judge(page, "bulk-ru-light-wide", axe=True, picture=True, whole=False)
        await page.set_viewport_size(SCREENS["phone"])
        await visitor.judge(page, "bulk-ru-light-phone", picture=True, whole=False)
        await page.set_viewport_size(SCREENS["wide"])
        await page.click(".bulk button[value=owner]")
        await page.wait_for_load_state("load")
        demand("Передать 3 клиентов" in await page.inner_text("h1"), "the page does not say how many")
        await page.fill("#receiver", "heir")
        await page.fill("#reason", "Отпуск")
        await visitor.judge(page, "handover-ru-light-wide", axe=True, picture=True)
        await page.click("main form button.go")
        await page.wait_for_url("**/reassignments/*")
        demand("Пока ничего не сделано" in await page.inner_text("main"), "the plan does not say that nothing is done")
        await page.click("form[action$='/apply'] button")
        await page.wait_for_selector("form[action$='/undo'] button", timeout=15000)
        moved = [world.ask("GET", f"/v1/accounts/{one}").get("ownerID") for one in wanted]
        demand(moved == [world.heir] * 3, f"they belong to {moved}")
        await visitor.judge(page, "handover-done-ru-light-wide", axe=True, picture=True)
        await page.click("form[action$='/undo'] button")
        await page.locator("header.head .tag", has_text="возвращены").wait_for(timeout=15000)
        back = [world.ask("GET", f"/v1/accounts/{one}").get("ownerID") for one in wanted]
        demand(back == [None] * 3, f"they belong to {back}")


@story
async def a_large_export_is_approved_by_another(visitor, world):
    async with visitor.page(language="en") as page:
        await visitor.open(page, "/customers?view=all")
        await page.click("header.head a[href^='/exports/new']")
        await page.wait_for_url("**/exports/new*")
        demand("another person approves" in await page.inner_text("main"), "nobody says that it needs approval")
        await page.fill("#reason", "The yearly letter")
        await page.click("main form button.go")
        row = page.locator("tr", has_text="The yearly letter").first
        await row.wait_for()
        demand(await row.locator("form[action$='/approval']").count() == 0, "one approves one's own")
    async with visitor.page("chief", "ru") as page:
        await visitor.open(page, "/exports")
        row = page.locator("tr", has_text="The yearly letter").first
        await visitor.judge(page, "exports-waiting-ru-light-wide", axe=True, picture=True)
        await row.locator("form[action$='/approval'] button").click()
        approved = page.locator("tr", has_text="The yearly letter").first.locator(".tag.good")
        await approved.wait_for()
        demand("одобрено до" in await approved.inner_text(), "it is not approved")
    async with visitor.page(language="en") as page:
        await visitor.open(page, "/exports")
        async with page.expect_download() as coming:
            await page.locator("tr", has_text="The yearly letter").first.get_by_role("link", name="Download").click()
        file = await coming.value
        text = open(await file.path(), encoding="utf-8-sig").read()
        demand("anna.kim@example.com" in text and text.startswith("id,kind,name"), f"the file begins with {text[:80]}")


@story
async def who_leaves_hands_over_and_it_is_undone(visitor, world):
    async with visitor.page(language="en") as page:
        await visitor.open(page, f"/users/{world.leaver}")
        await page.click("a[href$='/offboarding']")
        await page.wait_for_url("**/offboarding")
        demand(re.search(r"Customers\s+2", await page.inner_text("main")), "it does not say what he holds")
        await page.fill("#receivers", "heir")
        await page.fill("#reason", "Leo leaves us")
        await page.click("main form button.go")
        await page.wait_for_url("**/reassignments/*")
        demand("2 customers would move" in await page.inner_text("main"), "the plan does not say how many")
        await page.click("form[action$='/apply'] button")
        await page.wait_for_selector("form[action$='/undo'] button", timeout=15000)
        held = world.ask("GET", f"/v1/users/{world.leaver}/holdings")
        demand(held["accounts"] == 0, f"he still holds {held}")
        await page.click("form[action$='/undo'] button")
        await page.locator("header.head .tag", has_text="put back").wait_for(timeout=15000)
        held = world.ask("GET", f"/v1/users/{world.leaver}/holdings")
        demand(held["accounts"] == 2, f"he holds {held} again")


@story
async def more_lines_are_loaded_below_and_the_place_is_kept(visitor, world):
    for number in range(30):
        customer = {"shopId": f"aa-{number}", "name": f"AA Bulk {number:02}"}
        world.event(f"aa-{number}", "shop.order.placed.v1", world.order(f"AA-{number}", customer))
    world.until("the customers", lambda: world.ask("GET", "/v1/customer-counts")["count"] > 55)
    async with visitor.page(language="en") as page:
        await visitor.open(page, "/customers?view=all")
        await page.check("main .pick .all")
        await page.locator("main .pager a[rel=next]").click()
        await page.wait_for_selector("main tbody tr:nth-child(51)")
        demand("cursor=" not in page.url, f"the page went to {page.url}")
        place = await page.evaluate(
            "[...document.querySelectorAll('main tbody tr')].indexOf(document.activeElement.closest('tr'))")
        demand(place == 50, f"the focus is in line {place}")
        rows = await page.locator("main tbody tr").count()
        demand(await page.inner_text("main .shown") == f"{rows} shown", "it does not say how many are shown")
        demand("Selected: 50" in await page.inner_text(".bulk"), "what was chosen is not kept")
        demand(await page.locator("main .pager").count() == 0, "there is a way to more, though all are shown")
    async with visitor.page(language="en", javascript=False) as page:
        await visitor.open(page, "/customers?view=all")
        await page.click("main .pager a[rel=next]")
        await page.wait_for_url("**cursor=*")
        demand(await page.locator("main tbody tr").count() == rows - 50, "without script the rest is not on the next page")
