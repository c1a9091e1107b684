"""Why somebody sees a thing: the membership, the grant or the openness that shows it to them."""

from django.utils.translation import gettext as _

from parvis.apps.search.models import Document
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import Openness
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.selectors import grants_on
from parvis.kernel.actors import Actor, Role

Reason = str


def reasons_of(actor: Actor, document: Document) -> list[Reason]:
    """Return, in sentences, what shows a visible document to the actor."""
    item = document.item
    if item is None:
        return [_of_directory(actor)]
    reasons = _of_space(actor, item)
    if item.access_root_id:
        reasons += _of_grants(actor, item)
    return reasons


def _of_directory(actor: Actor) -> Reason:
    if actor.is_guest:
        return _("You are in a space together: partners see the people whom they meet.")
    return _("The directory is open to everybody in the organisation.")


def _through(name: str, *, is_self: bool) -> str:
    return "" if is_self else _(" through “%(party)s”") % {"party": name}


def _of_space(actor: Actor, item: Item) -> list[Reason]:
    space = item.workspace
    held = access.current_memberships(actor.party_ids).filter(workspace=space)
    rows = list(held.select_related("party").defer("party__photo").order_by("-role"))
    title = space.item.title
    if rows:
        return [
            _("You are in the space “%(space)s” as %(role)s%(through)s.")
            % {
                "space": title,
                "role": Role(row.role).label.lower(),
                "through": _through(row.party.name, is_self=row.party_id == actor.party_id),
            }
            for row in rows
        ]
    if space.openness == Openness.OPEN:
        return [
            _("The space “%(space)s” is open: everybody in the organisation reads it.")
            % {"space": title}
        ]
    return []


def _of_grants(actor: Actor, item: Item) -> list[Reason]:
    rows = [grant for grant in grants_on(item) if grant.party_id in actor.party_ids]
    root = item.access_root or item
    return [
        _("“%(thing)s” is restricted, and you were given access to it as %(role)s%(through)s.")
        % {
            "thing": root.title,
            "role": Role(grant.role).label.lower(),
            "through": _through(grant.party.name, is_self=grant.party_id == actor.party_id),
        }
        for grant in rows
    ]
