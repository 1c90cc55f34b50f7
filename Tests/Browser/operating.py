"""Stories of those who operate the suite, and of its first day."""
import sqlite3
import time
import uuid

from telling import demand, story
from visitor import SCREENS


def give_up_a_mail(world):
    """A mail's job whose attempts ended while the mail server was away; the mail itself went out since."""
    now = int(time.time() * 1_000_000)
    world.dead_job = uuid.UUID(int=(now // 1000 << 80) | (7 << 76) | (2 << 62) | 0x5eed)
    reason = "The mail server refuses: 421 4.3.2 try again later"
    with sqlite3.connect(world.data / "notifications.sqlite", timeout=20) as database:
        database.execute(
            "INSERT INTO jobs (id, kind, payload, priority, created_at, run_at, state, attempt, crashes, finished_at, reason) "
            "VALUES (?, 'notifications.send-mail', ?, 100, ?, ?, 'dead', 2, 0, ?, ?)",
            (world.dead_job.bytes, f'{{"mailID":"{world.mail}"}}'.encode(), now - 900_000_000, now - 800_000_000,
             now - 720_000_000, reason))
        for attempt in (1, 2):
            database.execute(
                "INSERT INTO job_errors (job_id, attempt, failed_at, reason) VALUES (?, ?, ?, ?)",
                (world.dead_job.bytes, attempt, now - 900_000_000 + attempt * 60_000_000, reason))
    world.dead_job = f"notifications/{world.dead_job}"


@story
async def an_operator_starts_a_dead_job_over(visitor, world):
    """From the sentence that says it to the job that is done, without a detour."""
    async with visitor.page(language="ru", javascript=False) as page:
        await visitor.open(page, "/operations")
        main = await page.inner_text("main")
        demand("1 письмо не отправлено" in main and "421" in main, f"nobody says that a mail was given up: {main}")
        await page.click("main .note:has-text('421') a")
        await page.click("main table a")
        demand("421 4.3.2" in await page.inner_text("main"), "the job does not say why it failed")
        demand(world.mail in await page.inner_text("pre.code"), "the job does not show what it was given")
        await page.click("button[value=redrive]")
        demand("Запущено заново" in await page.inner_text(".flash"), "nobody says that it started over")
        end = time.monotonic() + 10
        while "выполнено" not in await page.inner_text(".head .tag"):
            demand(time.monotonic() < end, "the job is not done")
            await page.reload()
        await visitor.open(page, "/operations")
        demand("421" not in await page.inner_text("main"), "the sentence stays although nothing waits")


@story
async def the_first_day_from_an_empty_installation(visitor, world):
    """Goals, company, the first person, the example; left on the way and come back to. No script is needed for any of it."""
    with world.another() as fresh:
        async with visitor.page(None, "en", javascript=False) as page:
            await page.goto(f"{fresh.base}/signin?language=en")
            await page.fill("#login", "admin")
            await page.fill("#password", fresh.password)
            await page.click("button.go")
            await page.click("main a[href='/welcome']")
            await page.check("input[name='goal-G7']")
            await page.fill("#target-G7", "5")
            await page.check("input[name='goal-G2']")
            await look(visitor, page, "welcome-goals")
            await page.click("main button.go")
            await page.fill("#name", "Samovar & Sons")
            await page.fill("#timeZone", "Europe/Nowhere")
            page.expected = (422,)
            await page.click("main button.go")
            demand(await page.input_value("#name") == "Samovar & Sons", "what was typed is gone after a mistake")
            page.expected = ()
            page.complaints.clear()
            await page.fill("#timeZone", "Europe/Moscow")
            await look(visitor, page, "welcome-company")
            await page.click("main button.go")
            # Left, and come back to where it was.
            await page.goto(fresh.base + "/customers")
            await page.goto(fresh.base + "/welcome")
            await page.wait_for_url("**/welcome/people")
            await page.fill("#name", "Anna First")
            await page.fill("#login", "anna")
            await page.fill("#mail", "anna@example.com")
            await page.click("main button.go")
            demand("The mail was sent" in await page.inner_text(".flash"), "nobody says that the person was invited")
            demand("Anna First" in await page.inner_text("main"), "the first person is not there")
            await look(visitor, page, "welcome-people")
            await page.click("main a[href='/welcome/demo']")
            await page.click("main form[action='/welcome/demo'] button")
            demand(await page.locator("progress").count() == 1, "nobody says how far it is")
            # The page reloads by itself until it is there, so nobody else does.
            await page.locator("main .note", has_text="The example is there").wait_for(timeout=120_000)
            await look(visitor, page, "welcome-demo")
            await page.click("main form[action='/welcome/finish'] button")
            await page.wait_for_url(fresh.base + "/")
            main = await page.inner_text("main")
            demand("5 rejected events" in main, f"nothing waits on the start page of the example: {main[:300]}")
            demand("Structure of sales" in main and "reached" in main, "the goals do not stand on the start page")
            demand(await page.locator("main .chart rect.acc").count() > 20, "the orders of the month are not drawn")
            await look(visitor, page, "start-demo")
            await page.set_viewport_size(SCREENS["phone"])
            await look(visitor, page, "start-demo-phone")


async def look(visitor, page, mark):
    await page.screenshot(path=str(visitor.out / f"{mark}.png"), full_page=True)
