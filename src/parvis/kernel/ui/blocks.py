"""The blocks of the home page: each app declares its own, each person arranges theirs.

    register_block(HomeBlock(name="news", label=_("News"), …, template="posts/home_news.html#block",
        context=news_of))

It stands by itself on the homes of the profiles named in `profiles`; the others who may have it
find it among those that are put away.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.kernel.registries import declare

Text = str | Promise


class HomeProfile(models.TextChoices):
    """Whose home it is: the organisation sets one arrangement for each."""

    ELECTED = "elected", _("Elected officials")
    DIRECTION = "direction", _("Direction and managers")
    AGENT = "agent", _("Agents")
    PARTNER = "partner", _("Partners")


class Column(models.TextChoices):
    """The two widths of a home page; on a phone the side column comes below."""

    MAIN = "main", _("Wide column")
    SIDE = "side", _("Narrow column")


EVERY_PROFILE = frozenset(HomeProfile)
BOTH_COLUMNS = frozenset(Column)


@dataclass(frozen=True, kw_only=True)
class HomeBlock:
    """A part of the home page: `context` feeds `template`, which makes the whole card.

    What costs more than a query or two, or is read less often, `is_lazy`: the page shows first and
    fetches the block when it comes into view. A context of None: there is nothing to show now.
    `column` and `position` are its place as long as nobody arranges it; `columns` those it suits.
    Only the profiles of `allowed` may have it at all, and of these whoever it is `visible` for.
    """

    name: str
    label: Text
    description: Text
    icon: str
    template: str
    context: Callable[[HttpRequest], Mapping[str, object] | None]
    position: int = 50
    column: Column = Column.MAIN
    columns: frozenset[Column] = BOTH_COLUMNS
    profiles: frozenset[HomeProfile] = EVERY_PROFILE
    allowed: frozenset[HomeProfile] = EVERY_PROFILE
    is_lazy: bool = False
    visible: Callable[[HttpRequest], bool] | None = None


_blocks: dict[str, HomeBlock] = {}


def register_block(block: HomeBlock) -> HomeBlock:
    """Declare a block of the home page, once."""
    return declare(_blocks, block.name, block)


def blocks_for(profile: HomeProfile, request: HttpRequest | None = None) -> list[HomeBlock]:
    """Return the blocks that a profile may have, by position; of these, what a person may have."""
    allowed = (block for block in _blocks.values() if profile in block.allowed)
    shown = (
        block
        for block in allowed
        if request is None or block.visible is None or block.visible(request)
    )
    return sorted(shown, key=lambda block: (block.position, block.name))
