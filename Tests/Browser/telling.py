"""How stories are told: what they are called, what they demand, the hand that counts its clicks."""
from visitor import Failed

STORIES = {}


def story(function):
    STORIES[function.__name__.replace("_", "-")] = function
    return function


def demand(condition, sentence):
    if not condition:
        raise Failed(sentence)


def chosen(wanted):
    for name, function in STORIES.items():
        if "stories" in wanted or name in wanted:
            yield name, told(function)


def told(function):
    async def tell(visitor):
        visitor.stories += 1
        await function(visitor, visitor.world)
    return tell


class Hand:
    """A hand at the mouse that counts its clicks."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    async def click(self, target):
        self.clicks += 1
        target = self.page.locator(target).first if isinstance(target, str) else target
        await target.click()
        await self.page.wait_for_load_state("load")
