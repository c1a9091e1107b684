"""Links are made, changed and withdrawn by those who share."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.apps.files.access import FOLDER
from parvis.apps.sharing import access
from parvis.apps.sharing.access import SHARE
from parvis.apps.sharing.enums import LinkKind, Permission, Sorting
from parvis.apps.sharing.events import DepositOpened, LinkChanged, LinkMade, LinkRevoked
from parvis.apps.sharing.models import Link, LinkPart, Policy
from parvis.apps.sharing.tokens import digest_of, new_token, seal
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.models import Item
from parvis.kernel.actors import Actor
from parvis.kernel.errors import InvalidError, RefusedError, Text
from parvis.kernel.events import emit
from parvis.kernel.texts import clean_line, clean_text

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 128
LONGEST_LABEL = 120
LONGEST_MESSAGE = 2_000
MOST_PARTS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a link allows. `password`: None keeps the present one, "" takes it away."""

    label: str = ""
    message: str = ""
    permission: Permission = Permission.DOWNLOAD
    sorting: Sorting = Sorting.APART
    password: str | None = ""
    ends_on: date | None = None
    tells_opening: bool = False


def _checked(terms: Terms, policy: Policy, *, has_password: bool) -> Terms:
    """Return cleaned terms that the organisation allows (raises InvalidError by field)."""
    today = timezone.localdate()
    ends_on = terms.ends_on or today + timedelta(days=min(policy.default_days, policy.max_days))
    cleaned = replace(
        terms, label=clean_line(terms.label), message=clean_text(terms.message), ends_on=ends_on
    )
    fields: dict[str, list[Text]] = {}
    if len(cleaned.label) > LONGEST_LABEL:
        fields["label"] = [_("Keep it under 120 signs.")]
    if len(cleaned.message) > LONGEST_MESSAGE:
        fields["message"] = [_("Keep it under 2,000 signs.")]
    if not today <= ends_on <= today + timedelta(days=policy.max_days):
        latest = today + timedelta(days=policy.max_days)
        fields["ends_on"] = [
            _("Choose a day from today to %(day)s.") % {"day": latest.strftime("%d/%m/%Y")}
        ]
    if trouble := _password_trouble(terms.password, policy, has_password=has_password):
        fields["password"] = [trouble]
    if fields:
        raise InvalidError(fields=fields)
    return cleaned


def _password_trouble(typed: str | None, policy: Policy, *, has_password: bool) -> str:
    if typed and not SHORTEST_PASSWORD <= len(typed) <= LONGEST_PASSWORD:
        return _("Choose a password of 8 signs at least.")
    is_without = not typed and (typed is not None or not has_password)
    if is_without and policy.requires_password:
        return _("Your organisation asks for a password on each link.")
    return ""


@transaction.atomic
def make_link(
    *,
    actor: Actor,
    item_id: UUID,
    terms: Terms,
    part_ids: Sequence[UUID] = (),
    kind: LinkKind = LinkKind.SHARE,
    is_sent: bool = False,
) -> Link:
    """Open a thing, or those of `part_ids` that lie in it, to whoever has the link.

    A deposit is opened on a folder. With `is_sent`, whoever sends it says so. Raises
    RefusedError, NotFoundError, InvalidError.
    """
    policy = access.require_on(actor)
    if actor.party_id is None:
        raise RefusedError
    item = items_access.lock_item(actor, item_id, to=SHARE)
    parts = _parts(actor, item, part_ids, kind)
    checked = _checked(terms, policy, has_password=False)
    token = new_token()
    link = Link(
        organisation_id=actor.organisation_id,
        item=item,
        author_id=actor.party_id,
        kind=kind,
        digest=digest_of(token),
        sealed=seal(token),
    )
    _apply(link, checked)
    link.save(force_insert=True)
    LinkPart.objects.bulk_create(LinkPart(link=link, item=part) for part in parts)
    if not is_sent:
        _say_made(actor, link)
    return link


def _say_made(actor: Actor, link: Link) -> None:
    event = DepositOpened if link.kind == LinkKind.DEPOSIT else LinkMade
    emit(
        event(
            item_id=link.item_id,
            workspace_id=link.item.workspace_id,
            link_id=str(link.pk),
            ends_on=link.ends_on.isoformat(),
        ),
        actor=actor,
    )


def _parts(actor: Actor, item: Item, part_ids: Sequence[UUID], kind: LinkKind) -> list[Item]:
    """Return what the link opens: the thing itself, or all the chosen ones, each allowed."""
    if kind == LinkKind.DEPOSIT:
        access.shareable_item(actor, item.pk, kinds=(FOLDER,))
        items_access.require(actor, item, "add")
        return [item]
    if not part_ids:
        return [access.shareable_item(actor, item.pk)]
    if len(part_ids) > MOST_PARTS:
        raise InvalidError(_("Choose at most 500 things at a time."))
    wanted = set(part_ids)
    parts = access.shareable_among(actor, wanted)
    if len(parts) != len(wanted) or any(part.parent_id != item.pk for part in parts):
        raise RefusedError(
            _("Some of what you chose may not be shared outside: restricted things, or others’.")
        )
    return parts


def _apply(link: Link, terms: Terms) -> None:
    link.label, link.message = terms.label, terms.message
    link.permission, link.sorting = terms.permission, terms.sorting
    link.tells_opening = terms.tells_opening
    if terms.ends_on is not None:
        link.ends_on = terms.ends_on
    if terms.password is not None:
        link.password = make_password(terms.password) if terms.password else ""


@transaction.atomic
def change_link(*, actor: Actor, link_id: UUID, terms: Terms) -> Link:
    """Change what a link of one's own allows; a new password closes what the old one opened."""
    policy = access.require_on(actor)
    link = access.lock_link(actor, link_id, to="change")
    if link.revoked_at is not None:
        raise RefusedError(_("This link is withdrawn: make another one."))
    items_access.require(actor, items_access.get_item(actor, link.item_id), SHARE)
    _apply(link, _checked(terms, policy, has_password=bool(link.password)))
    link.told_end = None
    link.save()
    emit(
        LinkChanged(
            item_id=link.item_id, workspace_id=link.item.workspace_id, link_id=str(link.pk)
        ),
        actor=actor,
    )
    return link


@transaction.atomic
def revoke_link(*, actor: Actor, link_id: UUID) -> Link:
    """Withdraw a link at once: its author, the managers of the space, the administrators."""
    link = access.lock_link(actor, link_id, to="revoke")
    if link.revoked_at is not None:
        return link
    link.revoked_at, link.revoked_by_id = timezone.now(), actor.party_id
    link.save(update_fields=["revoked_at", "revoked_by"])
    emit(
        LinkRevoked(
            item_id=link.item_id,
            workspace_id=link.item.workspace_id,
            party_id=link.author_id,
            link_id=str(link.pk),
        ),
        actor=actor,
    )
    return link
