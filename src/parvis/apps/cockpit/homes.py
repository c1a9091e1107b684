"""The home of a request: whose it is, how it is arranged, and what its blocks share."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from django.http import HttpRequest

from parvis.apps.cockpit import services
from parvis.apps.cockpit.arranging import profile_of
from parvis.apps.cockpit.layouts import Layout, laid_out
from parvis.apps.cockpit.models import Visit
from parvis.apps.cockpit.selectors import (
    ASKED,
    LATE,
    MINE,
    OTHERS,
    Holds,
    person_at_home,
    pressing_holds,
    visit_of,
)
from parvis.apps.directory.models import Person
from parvis.apps.directory.requests import ActorRequest, acting_person
from parvis.kernel.actors import Actor
from parvis.kernel.errors import RefusedError
from parvis.kernel.ui.blocks import HomeProfile, blocks_for

KEPT = "_home_of_request"
OF_HOLDS = {"waiting": MINE, "asked": ASKED, "late": LATE, "holders": OTHERS}


@dataclass
class Home:
    """What the blocks of one page share, each read once; `alone` names a block shown by itself."""

    request: ActorRequest
    person: Person
    profile: HomeProfile
    visit: Visit | None
    alone: str = ""

    @property
    def actor(self) -> Actor:
        return self.request.actor

    @property
    def is_elected(self) -> bool:
        return self.profile == HomeProfile.ELECTED

    @property
    def is_head(self) -> bool:
        """Tell whether the person answers for a department."""
        return bool(vars(self.person)["is_head"])

    @cached_property
    def layout(self) -> Layout:
        """Return the blocks in their places: as the person arranged them, or their organisation."""
        facts = vars(self.person)
        blocks = blocks_for(self.profile, self.request)
        return laid_out(blocks, self.profile, facts["own_layout"], facts["profile_layout"])

    @cached_property
    def holds(self) -> Holds:
        """Return the holds that the blocks of this page show, in one query."""
        names = {self.alone} if self.alone else {block.name for block in self.layout.shown}
        wanted = frozenset(kind for name, kind in OF_HOLDS.items() if name in names)
        return pressing_holds(self.actor, self.person, wanted)


def home_of(request: HttpRequest) -> Home:
    """Return the home of a request’s person, read once a request (raises RefusedError)."""
    kept: Home | None = getattr(request, KEPT, None)
    if kept is None:
        kept = _read(cast("ActorRequest", request))
        setattr(request, KEPT, kept)
    return kept


def _read(request: ActorRequest) -> Home:
    acting = acting_person(request)
    if acting is None:
        raise RefusedError
    profile = profile_of(request.actor, acting)
    person = person_at_home(request.actor, profile)
    if person is None:
        raise RefusedError
    visit = services.note_visit(actor=request.actor, visit=visit_of(person))
    return Home(request=request, person=person, profile=profile, visit=visit)
