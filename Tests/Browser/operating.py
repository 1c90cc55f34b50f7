"""Stories of those who operate the suite, and of its first day."""
import sqlite3
import time
import uuid

from visitor import Failed


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


def demand(held, complaint):
    if not held:
        raise Failed(complaint)


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


STORIES = [an_operator_starts_a_dead_job_over]
