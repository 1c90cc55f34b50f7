"""Every page, in both languages, both schemes and both widths."""
import re
from functools import partial
from typing import NamedTuple

from visitor import SCREENS, Failed


class Place(NamedTuple):
    name: str
    # The address as the routes have it; {…} (from the first to the last) is filled by what the world has under `subject`.
    pattern: str
    subject: str = ""
    query: str = ""
    who: str | None = "admin"
    status: int = 200


PLACES = [
    Place("signin", "/signin", who=None),
    Place("signin-left", "/signin", query="?done=password", who=None),
    Place("reset", "/password-reset", who=None),
    Place("reset-new", "/password-reset/new", who=None),
    Place("start", "/"),
    Place("goals", "/welcome/goals"),
    Place("start-of-seller", "/", who="seller"),
    Place("start-of-nobody", "/", who="nobody"),
    Place("intake", "/intake"),
    Place("rejected", "/intake/rejected/{id}", "rejected"),
    Place("rejected-hostile", "/intake/rejected/{id}", "rejected_hostile"),
    Place("orders", "/orders"),
    Place("orders-none", "/orders", query="?q=zzzzzz"),
    Place("order", "/orders/{id}", "order_id"),
    Place("order-hostile", "/orders/{id}", "hostile_order"),
    Place("products", "/products"),
    Place("customers", "/customers"),
    Place("customers-none", "/customers", query="?q=zzzzzz"),
    Place("customer", "/customers/{id}", "busy"),
    Place("customer-hostile", "/customers/{id}", "hostile"),
    Place("customer-edit", "/customers/{id}/edit", "busy"),
    Place("customer-edit-hostile", "/customers/{id}/edit", "hostile"),
    Place("customers-filtered", "/customers", query="?owner=none&kind=company&when=new-30&group=kind"),
    Place("orders-filtered", "/orders", query="?state=unpaid&currency=RUB&least=10&from=2020-01-01"),
    Place("reassignments", "/reassignments"),
    Place("reassignment", "/reassignments/{id}", "reassignment"),
    Place("reassignment-of-all", "/reassignments/new", query="?owner={leaver}"),
    Place("offboarding", "/users/{id}/offboarding", "leaver"),
    Place("exports", "/exports"),
    Place("export-new", "/exports/new"),
    Place("export-small", "/exports/new", query="?owner=none&q=anna.kim"),
    Place("access-requests", "/access-requests"),
    Place("queue-rules", "/queue-rules"),
    Place("tokens", "/tokens"),
    Place("me-tokens", "/me/tokens"),
    Place("mails", "/mails"),
    Place("mails-skipped", "/mails", query="?state=skipped"),
    Place("mail", "/mails/{id}", "mail"),
    Place("mail-unsent", "/mails/{id}", "mail_unsent"),
    Place("operations", "/operations"),
    Place("jobs", "/operations/jobs"),
    Place("jobs-dead", "/operations/jobs", query="?service=notifications&state=dead&kind=notifications.send-mail"),
    Place("jobs-none", "/operations/jobs", query="?kind=zzzzzz"),
    Place("job", "/operations/jobs/{service}/{id}", "dead_job"),
    Place("events", "/operations/events"),
    Place("docs", "/docs"),
    Place("users", "/users"),
    Place("users-programs", "/users", query="?view=programs"),
    Place("user", "/users/{id}", "seller"),
    Place("units", "/units"),
    Place("unit", "/units/{id}", "unit"),
    Place("roles", "/roles"),
    Place("access", "/access"),
    Place("access-explained", "/access", query="?resource=account&action=view&login=seller&record={anna}"),
    Place("audit", "/audit"),
    Place("audit-of-customers", "/audit", query="?resource=account"),
    Place("me", "/me"),
    Place("me-password", "/me/password"),
    Place("me-proof", "/me/proof"),
    Place("me-second-factor", "/me/second-factor"),
    Place("me-passkeys", "/me/passkeys"),
    Place("me-app", "/me/second-factor/app"),
    Place("users-none", "/users", query="?q=zzzzzz"),
    Place("user-new", "/users/new"),
    Place("role", "/roles/{id}", "role"),
    Place("no-users", "/users", who="seller", status=403),
    Place("search", "/search"),
    Place("search-anna", "/search", query="?q=7731"),
    Place("search-none", "/search", query="?q=zzzzzz"),
    Place("notifications", "/notifications"),
    Place("notifications-none", "/notifications", who="nobody"),
    Place("notification", "/notifications/{id}", "notice", status=200),
    Place("offline", "/offline", who=None),
    Place("nowhere", "/nowhere", status=404),
    Place("no-customer", "/customers/{id}", "mail", status=404),
    Place("no-right", "/customers", who="nobody", status=403),
    Place("customer-of-others", "/customers/{id}", "anna", who="seller"),
    Place("search-of-seller", "/search", query="?q=%3Cimg", who="seller"),
    Place("customers-of-seller", "/customers", who="seller"),
]
# The layout is looked at in all eight ways; in these axe judges, so that each page is judged once in each scheme …
JUDGED = {("ru", "light", "wide"), ("en", "dark", "phone")}
# … and of these there is a picture.
DRAWN = JUDGED | {("ru", "light", "phone"), ("en", "dark", "wide")}
# What links lead to that is no page: files, forms that are sent, other hosts' business.
NO_PAGE = re.compile(r"/(assets/|v1/|openapi\.json|favicon)")


def chosen(wanted):
    for place in PLACES:
        if "tour" in wanted or place.name in wanted:
            for language in ("ru", "en"):
                yield f"{place.name}-{language}", partial(leg, place, language)


async def leg(place, language, visitor):
    """Loads the page once and looks at it in four ways."""
    path = re.sub(r"\{.*\}", str(getattr(visitor.world, place.subject, "")), place.pattern)
    path += re.sub(r"\{(\w+)\}", lambda match: str(getattr(visitor.world, match[1])), place.query)
    if not place.who:
        path += ("&" if "?" in path else "?") + f"language={language}"
    visitor.pages.add(place.pattern)
    async with visitor.page(place.who, language) as page:
        await visitor.open(page, path, place.status)
        if await page.get_attribute("html", "lang") != language:
            page.complaints.append(f"the language is {await page.get_attribute('html', 'lang')}")
        if await page.evaluate("window.harmed !== undefined || document.querySelector('img[src=x]') !== null"):
            page.complaints.append("a hostile text became markup")
        for screen in SCREENS:
            await page.set_viewport_size(SCREENS[screen])
            for scheme in ("light", "dark"):
                await page.emulate_media(color_scheme=scheme)
                looked = (language, scheme, screen)
                await visitor.judge(
                    page, f"{place.name}-{language}-{scheme}-{screen}", axe=looked in JUDGED, picture=looked in DRAWN)
        await links(page, visitor)


async def links(page, visitor):
    """No link leads to a page that nobody looks at."""
    known = [re.compile("^" + re.sub(r"\{\w+\}", "[^/]+", place.pattern) + "$") for place in PLACES]
    paths = await page.eval_on_selector_all(
        "a[href]", "all => all.filter(a => a.origin === location.origin).map(a => a.pathname)")
    for path in sorted(set(paths)):
        if not NO_PAGE.match(path) and not any(pattern.match(path) for pattern in known):
            raise Failed(f"nobody looks at {path}, to which {page.url} leads: name it in tour.py")
