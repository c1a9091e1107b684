"""The home page."""

from datetime import datetime

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from parvis.apps.cockpit import services
from parvis.apps.cockpit.selectors import SHOWN, person_at_home, pressing_holds, visit_of
from parvis.apps.cockpit.steps import first_steps
from parvis.apps.directory.models import Person
from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.posts.selectors import all_posts
from parvis.apps.workspaces.balls import balls_of, words_for
from parvis.apps.workspaces.membership import ended_guest
from parvis.apps.workspaces.selectors import WaitingCounts
from parvis.apps.workspaces.shell import counts_of
from parvis.apps.workspaces.timeline import Timeline, timeline
from parvis.kernel.actors import Actor, OrganisationRole
from parvis.kernel.errors import RefusedError
from parvis.kernel.ui.phrases import ago

MOVED, MOVED_FOR_ELECTED = 8, 4
CARDS, SHOWN_FOR_ELECTED = 1, 4
NEWS = 3


def _watch_title(actor: Actor, person: Person) -> str:
    if person.is_elected:
        return _("Who has what")
    if actor.has_role(OrganisationRole.MANAGER):
        return _("Late in the town")
    return _("Late in your team")


def _second_line(counts: WaitingCounts, others: int, title: str) -> str:
    """Return what stands below the first words: what one waits for, what is late elsewhere."""
    parts = []
    if counts.asked:
        words = ngettext(
            "you wait for %(count)s answer", "you wait for %(count)s answers", counts.asked
        )
        parts.append(words % {"count": counts.asked})
    if others:
        count = f"{others}+" if others >= SHOWN else str(others)
        said = f"{title[0].lower()}{title[1:]}"
        parts.append(_("%(title)s: %(count)s") % {"title": said, "count": count})
    elif not counts.mine:
        parts.append(_("everything moves on"))
    return " · ".join(parts)


def _since(moved: Timeline, before: datetime | None) -> str:
    """Say since when things moved, or that nothing did."""
    if before is None:
        return ""
    is_new = any(entry.at > before for entry in moved)
    words = _("since %(when)s") if is_new else _("nothing new since %(when)s")
    return words % {"when": ago(before)}


@require_safe
@signed_in
def home(request: ActorRequest) -> HttpResponseBase:
    """Show what waits for one, what one waits for, and what moved since the last visit."""
    actor = request.actor
    person = person_at_home(actor)
    if person is None:
        raise RefusedError
    visit = services.note_visit(actor=actor, visit=visit_of(person))
    holds = pressing_holds(actor, person)
    counts = counts_of(request)
    seen = holds.others[:SHOWN_FOR_ELECTED] if person.is_elected else holds.others
    balls = balls_of(actor, [*holds.mine, *holds.asked, *seen])
    mine, rest = balls[: len(holds.mine)], balls[len(holds.mine) :]
    limit = MOVED_FOR_ELECTED if person.is_elected else MOVED
    moved = timeline(actor=actor, limit=limit, without_own=True)
    title = _watch_title(actor, person)
    is_hidden = visit is not None and visit.steps_hidden_at is not None
    no_steps = is_hidden or (person.is_elected and mine)
    context = {
        "person": person,
        "today": timezone.localdate(),
        "counts": counts,
        "left": words_for(counts.mine, counts.late),
        "line": _second_line(counts, 0 if person.is_elected else len(holds.others), title),
        "cards": mine[:CARDS] if person.is_elected else [],
        "mine": mine[CARDS:SHOWN_FOR_ELECTED] if person.is_elected else mine,
        "asked": rest[: len(holds.asked)],
        "others": rest[len(holds.asked) :],
        "others_title": title,
        "news": list(all_posts(actor)[:NEWS]),
        "moved": moved,
        "moved_since": _since(moved, visit.before_at if visit else None),
        "ended": ended_guest(actor),
        "steps": [] if no_steps else first_steps(actor, vars(person)),
    }
    return render(request, "cockpit/home.html", context)


@require_POST
@signed_in
def hide_steps(request: ActorRequest) -> HttpResponseBase:
    """Put the first steps away."""
    services.hide_steps(actor=request.actor)
    return redirect("cockpit:home")
