"""Pages that move by themselves while somebody works on them."""
import time

from telling import Hand, demand, story
from world import Refused


def placed(world, number):
    """An order of Anna's, as her shop sends it."""
    customer = {"shopId": "anna", "name": "Анна Ким", "phone": "+79051447731", "email": "anna.kim@example.com"}
    world.event(f"live-{number}", "shop.order.placed.v1", world.order(number, customer))


async def is_live(page):
    """The stream stands before anything happens, so that what is measured is the way of the event."""
    await page.wait_for_function(
        "performance.getEntriesByType('resource').some((one) => one.name.includes('/assets/live.js'))")
    async with page.expect_request(lambda request: "/live?" in request.url):
        await page.reload(wait_until="load")


async def arrives(page, text, where, since, what):
    await page.locator(where, has_text=text).first.wait_for(timeout=20000)
    took = time.monotonic() - since
    # 2 s are promised; a machine that runs three browsers beside it is given some more.
    demand(took < 4, f"{what} was seen after {took:.1f} s")


@story
async def an_order_arrives_while_the_card_is_open(visitor, world):
    async with visitor.page(language="ru") as page:
        await visitor.open(page, f"/customers/{world.anna}")
        await is_live(page)
        await page.click("#live-history details summary")
        field = page.locator("#live-history form input[name=q]")
        await field.fill("наполовину написан")
        await field.evaluate("(one) => one.setSelectionRange(3, 7)")
        await page.set_viewport_size({"width": 1440, "height": 500})
        await page.evaluate("scrollTo(0, 60)")
        top = await page.evaluate("document.activeElement.getBoundingClientRect().top")
        await page.evaluate("window.before = document.querySelector('#live-orders .card')")
        since = time.monotonic()
        placed(world, "LV-1")
        await arrives(page, "LV-1", "#live-orders", since, "the order")
        await page.locator("#live-history", has_text="LV-1").wait_for(timeout=20000)
        demand(await field.input_value() == "наполовину написан", "what was half written is gone")
        kept = await page.evaluate(
            """() => [document.activeElement.name, document.activeElement.selectionStart, document.activeElement.selectionEnd,
                      document.querySelector("#live-history details").open,
                      document.activeElement.getBoundingClientRect().top, window.before === document.querySelector('#live-orders .card')]""")
        demand(kept == ["q", 3, 7, True, top, True], f"focus, selection, details, place on the screen and card became {kept}")


@story
async def lists_take_in_what_arrives(visitor, world):
    async with visitor.page(language="en") as orders, visitor.page(language="en") as intake:
        await visitor.open(orders, "/orders")
        await visitor.open(intake, f"/intake/rejected/{world.rejected_hostile}")
        await is_live(orders)
        await is_live(intake)
        await intake.fill("#reason", "half a reas")
        sum_before = await intake.inner_text("#live-sum")
        await orders.locator("tbody a[href^='/orders/']").nth(1).focus()
        focused = await orders.evaluate("document.activeElement.getAttribute('href')")
        since = time.monotonic()
        placed(world, "LV-2")
        await arrives(orders, "LV-2", "#live-orders tbody", since, "the order in the list")
        demand(await orders.evaluate("document.activeElement.getAttribute('href')") == focused, "the list took the focus away")
        await intake.wait_for_function(
            "(before) => document.querySelector('#live-sum').innerText !== before", arg=sum_before, timeout=20000)
        demand(await intake.input_value("#reason") == "half a reas", "what was half written is gone")
        demand(await intake.locator(".changed").count() == 0, "it says that the event changed, which it did not")
        await intake.fill("#reason", "")


@story
async def only_the_page_that_is_seen_follows(visitor, world):
    """And who may not see something is told nothing of it."""
    async with visitor.page("seller") as page:
        await visitor.open(page, f"/customers/{world.unmailed}")
        said = await page.evaluate(
            """async (anna) => {
              const source = new EventSource(`/live?watch=customer/${anna}&watch=intake&watch=customer/${location.pathname.slice(11)}`);
              window.said = [];
              source.addEventListener("changed", (event) => window.said.push(event.data));
              await new Promise((resolve) => source.addEventListener("open", resolve));
            }""", world.anna)
        demand(said is None, "it did not open")
        placed(world, "LV-3")
        customer = {"shopId": "no-mail", "name": "Пётр Без-Почты", "phone": "+79123456782", "language": "ru"}
        world.event("live-own", "shop.order.placed.v1", world.order("LV-4", customer))
        await page.wait_for_function(f"window.said.some((one) => one.includes('{world.unmailed}'))", timeout=20000)
        said = await page.evaluate("window.said.join(' ')")
        demand(world.anna not in said and "intake" not in said, f"the seller was told {said}")


@story
async def the_bell_rings_while_one_works(visitor, world):
    async with visitor.page(language="ru") as page:
        await visitor.open(page, "/docs")
        await is_live(page)
        before = await page.get_attribute(".bell", "aria-label")
        customer = {"shopId": "anna", "name": "Анна Ким"}
        event = {"specversion": "1.0", "id": "bell-1", "source": "urn:shop:bell", "type": "shop.order.placed.v1",
                 "data": world.order("BELL-1", customer, total=1)}
        since = time.monotonic()
        try:
            world.ask("POST", "/v1/events", event, world.shop, {"Content-Type": "application/cloudevents+json"})
        except Refused:
            pass
        await page.wait_for_function(
            "(before) => document.querySelector('.bell').getAttribute('aria-label') !== before", arg=before, timeout=20000)
        demand(time.monotonic() - since < 4, "the bell rang late")
        hand = Hand(page)
        await hand.click(".bell")
        await hand.click(page.locator("main .line a", has_text="urn:shop:bell"))
        demand("/intake/rejected/" in page.url and "bell-1" in await page.inner_text("main"), f"that leads to {page.url}")
        demand(hand.clicks <= 3, f"it took {hand.clicks} clicks")
        await page.go_back()
        await page.reload()
        await page.locator("main .line b", has_text="urn:shop:bell").wait_for(state="detached", timeout=5000)


@story
async def what_changed_under_a_half_filled_form_is_offered(visitor, world):
    """Somebody else settles the event that one is about to correct."""
    world.event("twice-1", "shop.order.placed.v1", world.order("TW-1", {"shopId": "twice"}, total=1), "rejected")
    rejected = world.items("/v1/order-intake/rejected?limit=100")
    number = next(one["id"] for one in rejected if one["eventId"] == "twice-1")
    async with visitor.page(language="en") as page:
        await visitor.open(page, f"/intake/rejected/{number}")
        await is_live(page)
        await page.fill("#reason", "half a reas")
        world.ask("POST", f"/v1/order-intake/rejected/{number}/discard", {"reason": "A test of the shop."})
        await page.locator("#live-event .changed").wait_for(timeout=20000)
        demand(await page.input_value("#reason") == "half a reas", "what was half written is gone")
        await visitor.judge(page, "changed-meanwhile-en-light-wide", axe=True, picture=True)
        await page.fill("#reason", "")
        await page.locator("#live-event .changed button").click()
        await page.locator("#live-event", has_text="A test of the shop.").wait_for(timeout=5000)
        demand(await page.locator("#live-event .changed").count() == 0, "the note stays")


@story
async def two_people_edit_the_same_client(visitor, world):
    """The second sees both versions, field by field; also without script."""
    world.event("both-1", "shop.order.placed.v1", world.order(
        "BO-1", {"shopId": "both", "name": "Вера Двойная", "phone": "+79121110000", "email": "both@example.com"}))
    client = world.until("the client", lambda: world.items("/v1/customers?q=both@example.com"))[0]["id"]
    async with visitor.page(language="en") as first, visitor.page("second", "en", javascript=False) as second:
        await visitor.open(first, f"/customers/{client}")
        await first.click("a[href$='/edit']")
        await first.wait_for_url("**/edit")
        await visitor.open(second, f"/customers/{client}/edit")
        await first.fill("#name", "Vera Double")
        await first.fill("#phone", "+7 912 111-00-01")
        await first.click("main button.go")
        await first.wait_for_url("**/customers/*")
        demand("Vera Double" in await first.inner_text("h1"), "the first change is not saved")
        await second.fill("#name", "Vera Doubleday")
        await second.fill("#email", "vera@example.com")
        second.expected = (412,)
        await second.click("main button.go")
        await second.wait_for_load_state("load")
        text = await second.inner_text("main")
        demand("Vera Doubleday" in text and "Vera Double\n" in text + "\n", f"both versions do not stand there: {text}")
        demand("111-00-01" not in text, "a field that needs no choice is shown")
        await visitor.judge(second, "clash-en-light-wide", picture=True)
        second.expected = ()
        second.complaints.clear()
        await second.check("input[name=name][value='Vera Double']")
        await second.click("main button.go")
        await second.wait_for_url("**/customers/*")
        card = await second.inner_text("body")
        demand("vera@example.com" in card and "111-00-01" in card, "one of the two changes is lost")
        demand("Vera Double" == (await second.inner_text("h1")).strip(), "what was chosen is not what is there")
        # And whoever only looks on sees it without doing anything.
        await first.locator("#live-about", has_text="vera@example.com").wait_for(timeout=20000)


@story
async def one_sees_who_else_is_looking(visitor, world):
    async with visitor.page(language="ru") as one:
        await visitor.open(one, f"/customers/{world.anna}")
        await is_live(one)
        async with visitor.page("second", "ru") as other:
            await visitor.open(other, f"/customers/{world.anna}")
            await one.locator("#live-lookers", has_text="Sam Second").wait_for(timeout=20000)
            await other.locator("#live-lookers", has_text="Administrator").wait_for(timeout=20000)
            await visitor.judge(one, "lookers-ru-light-wide", axe=True, picture=True, whole=False)
        await one.locator("#live-lookers .lookers", has_text="Sam Second").wait_for(state="detached", timeout=20000)
