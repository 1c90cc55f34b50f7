"""What people do with lists: choose, keep a view, hand many to somebody else."""
import re

from visitor import SCREENS, Failed


def stories(story, demand):
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
