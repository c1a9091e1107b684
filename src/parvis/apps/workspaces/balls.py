"""What a page shows of a hold: whose, about what, until when, and what one may do in one tap."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from parvis.apps.directory.enums import PartyKind
from parvis.apps.workspaces.enums import WaitingAction, WaitingState
from parvis.apps.workspaces.holders import is_in_hands_of
from parvis.apps.workspaces.models import Item, Waiting
from parvis.apps.workspaces.registry import kinds
from parvis.apps.workspaces.sentences import Names, absence_of, on_behalf_of
from parvis.apps.workspaces.services.waiting import may_be_reminded
from parvis.kernel.actors import Actor
from parvis.kernel.ui.phrases import hold_state

DONE = "done"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in one tap: its button, and the words that it writes ("" closes without words)."""

    key: str
    label: str | Promise
    words: str | Promise = ""
    is_main: bool = False


REPLIES: Mapping[str, tuple[Reply, ...]] = {
    WaitingAction.DECIDE: (
        Reply("yes", gettext_lazy("Agree"), gettext_lazy("Agreed."), is_main=True),
        Reply("no", gettext_lazy("Refuse"), gettext_lazy("Refused.")),
    ),
    WaitingAction.REVIEW: (
        Reply("yes", gettext_lazy("In favour"), gettext_lazy("In favour."), is_main=True),
        Reply("no", gettext_lazy("Against"), gettext_lazy("Against.")),
    ),
    WaitingAction.DO: (Reply(DONE, gettext_lazy("It’s done"), is_main=True),),
    WaitingAction.PROVIDE: (Reply(DONE, gettext_lazy("It’s provided"), is_main=True),),
    WaitingAction.READ: (Reply(DONE, gettext_lazy("I have read it"), is_main=True),),
    WaitingAction.ANSWER: (),
}
ASKED: Mapping[str, str | Promise] = {
    WaitingAction.ANSWER: pgettext_lazy("asked", "An answer"),
    WaitingAction.REVIEW: pgettext_lazy("asked", "An opinion"),
    WaitingAction.DECIDE: pgettext_lazy("asked", "A decision"),
    WaitingAction.DO: pgettext_lazy("asked", "To do"),
    WaitingAction.PROVIDE: pgettext_lazy("asked", "A document to provide"),
    WaitingAction.READ: pgettext_lazy("asked", "To read"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ball:
    """A hold as a row or a card shows it, for one reader."""

    hold: Waiting
    title: str
    url: str
    icon: str
    space: str
    asked: str
    behind: str
    is_you: bool
    state: str
    replies: tuple[Reply, ...]
    can_answer: bool
    can_take_back: bool
    can_remind: bool

    @property
    def pk(self) -> UUID:
        return self.hold.pk

    @property
    def id_text(self) -> str:
        return str(self.hold.pk)

    @property
    def others(self) -> int:
        """Return how many others were asked the same, in a list that shows one of them."""
        return int(vars(self.hold).get("alike", 1)) - 1

    @property
    def outcome(self) -> str:
        """Return how an ended hold ended, in one line."""
        words = str(WaitingState(self.hold.state).label)
        return f"{words} · {self.hold.answer}" if self.hold.answer else words

    @property
    def is_open(self) -> bool:
        return self.hold.state == WaitingState.OPEN

    @property
    def is_late(self) -> bool:
        return self.state == "late"

    @property
    def since(self) -> date:
        return self.hold.since

    @property
    def context(self) -> str:
        """Return the line below the title: what is asked, by whom, for whom, where."""
        asker, by = self.hold.asked_by, ""
        if asker is not None and asker.pk != self.hold.party_id:
            by = _("asked by %(who)s") % {"who": asker.name}
        return " · ".join(part for part in (self.asked, by, self.behind, self.space) if part)


def item_icons(items: Iterable[Item]) -> dict[UUID, str]:
    """Return the icon of each item, in a constant number of queries for each kind."""
    by_kind: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_kind[item.kind].append(item)
    icons: dict[UUID, str] = {}
    for name, members in by_kind.items():
        kind = kinds().get(name)
        own = kind.icons(members) if kind else {}
        for item in members:
            icons[item.pk] = own.get(item.pk) or (kind.icon if kind else "file")
    return icons


def _behind(actor: Actor, hold: Waiting, names: Names) -> str:
    """Say by which way a hold is the actor's, when it isn't in person."""
    if hold.party_id == actor.party_id or not is_in_hands_of(actor, hold):
        return ""
    if hold.party_id in actor.party_ids:
        return on_behalf_of(hold.party_id, names)
    if hold.party.kind == PartyKind.PERSON:
        return absence_of(hold.party_id, names)
    return _("%(who)s, as a stand-in") % {"who": on_behalf_of(hold.party_id, names)}


def ball_of(actor: Actor, hold: Waiting, *, icon: str = "file", with_space: bool = True) -> Ball:
    """Return what `actor` sees of a hold and may do with it, without a query."""
    kind = kinds().get(hold.item.kind)
    is_mine = is_in_hands_of(actor, hold)
    is_asker = hold.asked_by_id == actor.party_id and actor.party_id is not None
    is_open = hold.state == WaitingState.OPEN
    may_write = is_open and actor.has_scope("write")
    is_space = hold.item.parent_id is None
    names = Names(parties={hold.party_id: hold.party}, links_people=False)
    return Ball(
        hold=hold,
        title=hold.item.title,
        url=kind.url(hold.item) if kind else "",
        icon=icon,
        space="" if is_space or not with_space else hold.item.workspace.item.title,
        asked=str(ASKED.get(hold.action, "")),
        behind=_behind(actor, hold, names),
        is_you=hold.party_id == actor.party_id,
        state=hold_state(due=hold.due_on, is_you=is_mine) if is_open else "normal",
        replies=REPLIES.get(hold.action, ()) if may_write and is_mine else (),
        can_answer=may_write and is_mine,
        can_take_back=may_write and is_asker,
        can_remind=may_write and is_asker and not is_mine and may_be_reminded(hold),
    )


def balls_of(actor: Actor, holds: Iterable[Waiting], *, with_space: bool = True) -> list[Ball]:
    """Return what `actor` sees of each hold."""
    holds = list(holds)
    icons = item_icons({hold.item_id: hold.item for hold in holds}.values())
    return [ball_of(actor, hold, icon=icons[hold.item_id], with_space=with_space) for hold in holds]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastHold:
    """A hold that has ended: who had it, how long, and how it ended."""

    hold: Waiting
    lasted: str
    end: str


def past_of(hold: Waiting) -> PastHold:
    """Return what the history shows of an ended hold."""
    ended = hold.ended_at or hold.since
    end = str(WaitingState(hold.state).label)
    if hold.ended_by and hold.ended_by_id != hold.party_id:
        end = _("%(end)s by %(who)s") % {"end": end, "who": hold.ended_by.name}
    return PastHold(hold=hold, lasted=lasting(ended - hold.since), end=end)


def lasting(span: timedelta) -> str:
    """Return how long something lasted: "moins d’une heure", "5 heures", "12 jours"."""
    hours = int(span.total_seconds() // 3600)
    if hours < 1:
        return _("less than an hour")
    if hours < 24:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s day", "%(count)s days", span.days) % {"count": span.days}


def words_for(count: int, late: int = 0) -> str:
    """Say how many things wait: "2 choses vous attendent, dont 1 en retard", "Tout avance"."""
    if not count:
        return _("Nothing waits for you")
    words = ngettext("%(count)s thing waits for you", "%(count)s things wait for you", count) % {
        "count": count
    }
    if not late:
        return words
    if count == late == 1:
        return _("%(words)s, late") % {"words": words}
    more = ngettext("%(count)s of them late", "%(count)s of them late", late) % {"count": late}
    return f"{words}, {more}"


def reply_named(action: str, key: str) -> Reply | None:
    """Return the one-tap reply of this key for an action."""
    return next((reply for reply in REPLIES.get(action, ()) if reply.key == key), None)
