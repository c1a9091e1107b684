"""Who may reach the addresses of spaces."""

from typing import Any
from uuid import UUID

from parvis.apps.workspaces.enums import WaitingAction, WorkspaceState
from parvis.apps.workspaces.models import Membership, Workspace
from parvis.apps.workspaces.services import items, joining, restrictions, spaces, trash
from parvis.apps.workspaces.services import waiting as balls
from parvis.apps.workspaces.services.templating import TemplateDraft, make_template
from parvis.kernel.actors import Role
from parvis.kernel.testing.surfaces import (
    SIGNED_IN,
    SPACE_COMMENTERS,
    SPACE_EDITORS,
    SPACE_MANAGERS,
    SPACE_READERS,
    TOWN,
    Elsewhere,
    Walk,
)


def space(town: Any) -> dict[str, Any]:
    return {"workspace_id": town.space.pk}


def template(town: Any) -> dict[str, Any]:
    made = make_template(actor=town.actor("admin"), draft=TemplateDraft(label="Chantier"))
    return {"template_id": made.pk}


def item(town: Any) -> dict[str, Any]:
    return {"item_id": town.space.pk}


def ball(town: Any) -> dict[str, Any]:
    """The agent asked the councillor for something."""
    hold = balls.ask(
        actor=town.actor("agent"),
        item_id=town.space.pk,
        party_id=town.persons["councillor"].pk,
    )
    return {"waiting_id": hold.pk}


def panel(town: Any) -> dict[str, Any]:
    inside = items.create_item(
        actor=town.actor("agent"), kind="workspaces.space", parent_id=town.space.pk, title="Devis"
    )
    return {"item_id": inside.pk, "name": "history"}


def thing(town: Any) -> dict[str, Any]:
    return {"item_id": panel(town)["item_id"]}


def trashed(town: Any) -> dict[str, Any]:
    named = thing(town)
    trash.trash_item(actor=town.actor("agent"), item_id=named["item_id"])
    return named


def restricted(town: Any) -> dict[str, Any]:
    """Only the agent sees it."""
    named = thing(town)
    restrictions.restrict_item(actor=town.actor("agent"), item_id=named["item_id"])
    return named


def a_grant(town: Any) -> dict[str, Any]:
    return {"party": town.persons["mayor"].pk, "role": int(Role.READER)}


def membership(town: Any, party_id: UUID | None = None) -> dict[str, Any]:
    """The mayor, or another party, is in the space."""
    made = spaces.add_member(
        actor=town.actor("manager"),
        workspace_id=town.space.pk,
        party_id=party_id or town.persons["mayor"].pk,
        role=Role.READER,
    )
    return {"workspace_id": town.space.pk, "membership_id": made.pk}


def group_membership(town: Any) -> dict[str, Any]:
    return membership(town, town.group.pk)


def join_request(town: Any) -> dict[str, Any]:
    """The stranger asks to come in."""
    Membership.objects.filter(party_id=town.persons["stranger"].pk).delete()
    asked = joining.ask_to_join(actor=town.actor("stranger"), workspace_id=town.space.pk)
    return {"workspace_id": town.space.pk, "request_id": asked.pk}


def archived(town: Any) -> dict[str, Any]:
    Workspace.objects.filter(pk=town.space.pk).update(state=WorkspaceState.ARCHIVED)
    return space(town)


def granting(town: Any) -> dict[str, Any]:
    return {"decision": "grant"}


def to_the_manager(town: Any) -> dict[str, Any]:
    return {"party": town.persons["manager"].pk, "action": WaitingAction.ANSWER}


HOLDER = frozenset({"councillor"})
ASKER = SPACE_MANAGERS | {"agent"}
SURFACES: dict[str, Walk | Elsewhere] = {
    "workspaces:favourites": Walk(SIGNED_IN),
    "workspaces:recent": Walk(SIGNED_IN),
    "workspaces:followed": Walk(SIGNED_IN),
    "workspaces:forget_recent": Walk(SIGNED_IN, method="post"),
    "workspaces:opened": Walk(
        SPACE_READERS, lambda town: {"item_id": town.space.pk}, method="post"
    ),
    "workspaces:star": Walk(
        SPACE_READERS,
        lambda town: {"item_id": town.space.pk},
        method="post",
        data={"on": "1"},
    ),
    "workspaces:space": Walk(SPACE_READERS, space, at_the_door=frozenset({"admin", "stranger"})),
    "workspaces:members": Walk(SPACE_READERS, space),
    "workspaces:waiting": Walk(SPACE_READERS, space),
    "workspaces:item": Walk(SPACE_READERS, item),
    "workspaces:index": Walk(SIGNED_IN),
    "workspaces:new": Walk(SIGNED_IN - {"partner"}),
    "workspaces:grant": Elsewhere("test_requests.py walks who decides on a requested space"),
    "workspaces:refuse": Elsewhere("test_requests.py walks who decides on a requested space"),
    "workspaces:join": Walk(TOWN | {"partner"}, space),
    "workspaces:leave": Walk(SPACE_READERS, space),
    "workspaces:decide": Walk(SPACE_MANAGERS, join_request, "post", granting),
    "workspaces:invite": Walk(SPACE_MANAGERS, space),
    "workspaces:member": Walk(SPACE_MANAGERS, membership),
    "workspaces:member_remove": Walk(SPACE_MANAGERS, group_membership, method="post"),
    "workspaces:member_resend": Walk(SPACE_MANAGERS, membership, method="post"),
    "workspaces:tabs": Walk(SPACE_MANAGERS, space),
    "workspaces:tab-link": Walk(
        SPACE_MANAGERS, space, "post", {"label": "Cadastre", "url": "https://cadastre.gouv.fr/"}
    ),
    "workspaces:templates": Walk(frozenset({"admin", "outsider"})),
    "workspaces:template-new": Walk(frozenset({"admin", "outsider"})),
    "workspaces:template": Walk(frozenset({"admin"}), template),
    "workspaces:template-retire": Walk(frozenset({"admin"}), template, "post"),
    "workspaces:template-restore": Walk(frozenset({"admin"}), template, "post"),
    "workspaces:town-tools": Walk(frozenset({"admin", "outsider"})),
    "workspaces:settings": Walk(SPACE_MANAGERS, space),
    "workspaces:archive": Walk(SPACE_MANAGERS, space, method="post"),
    "workspaces:reopen": Walk(SPACE_MANAGERS, archived, method="post"),
    "workspaces:enter": Walk(frozenset({"admin"}), space),
    "workspaces:all": Walk(frozenset({"admin", "outsider"})),
    "workspaces:trash": Walk(SPACE_READERS, space),
    "workspaces:trash_empty": Walk(SPACE_MANAGERS, space, method="post"),
    "workspaces:trash_item": Walk(SPACE_EDITORS, thing, method="post"),
    "workspaces:restore": Walk(SPACE_EDITORS, trashed, method="post"),
    "workspaces:purge": Walk(SPACE_MANAGERS, trashed, method="post"),
    "workspaces:move": Walk(SPACE_EDITORS, thing),
    "workspaces:copy": Walk(SPACE_READERS, thing),
    "workspaces:describe": Walk(SPACE_EDITORS, thing, method="post"),
    "workspaces:tag": Walk(SPACE_EDITORS, thing, method="post"),
    "workspaces:access": Walk(SPACE_READERS, thing),
    "workspaces:restrict": Walk(SPACE_EDITORS, thing, method="post"),
    "workspaces:unrestrict": Walk(frozenset({"agent"}), restricted, method="post"),
    "workspaces:access_change": Walk(frozenset({"agent"}), restricted, "post", a_grant),
    "workspaces:history": Walk(SPACE_READERS, item),
    "workspaces:panel": Walk(SPACE_READERS, panel),
    "workspaces:panels": Walk(SPACE_READERS, lambda town: {**item(town), "name": "side"}),
    "workspaces:rename": Walk(SPACE_EDITORS, item, method="post"),
    "workspaces:balls": Walk(SIGNED_IN),
    "workspaces:ball_panel": Walk(SPACE_READERS, item),
    "workspaces:ball_ask": Walk(SPACE_COMMENTERS, item, "post", to_the_manager),
    "workspaces:ball_answer": Walk(HOLDER, ball, method="post"),
    "workspaces:ball_pass": Walk(HOLDER, ball, "post", to_the_manager),
    "workspaces:ball_take_back": Walk(frozenset({"agent"}), ball, method="post"),
    "workspaces:ball_close": Walk(ASKER | HOLDER, ball, method="post"),
    "workspaces:ball_remind": Walk(ASKER, ball, method="post"),
}
