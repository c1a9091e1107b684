"""Who shares outside, who knows of a link, and what a link opens: asked again at each visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory import access as directory_access
from parvis.apps.directory.selectors import actor_of, current_person
from parvis.apps.files.access import FILE, FOLDER
from parvis.apps.sharing.enums import LinkKind
from parvis.apps.sharing.errors import GoneError
from parvis.apps.sharing.models import Link, Policy
from parvis.apps.sharing.tokens import digest_of
from parvis.apps.workspaces import access
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.trees import ids_below
from parvis.kernel.actors import Actor, OrganisationRole, Role
from parvis.kernel.errors import NotFoundError, RefusedError

SHARE = "share_outside"
SHAREABLE = (FILE, FOLDER)
OFF = _("Your organisation shares nothing outside. Ask its administrator.")
NOT_YOURS = _("Only the person who made this link may change it.")


def policy_of(organisation_id: UUID) -> Policy:
    """Return what an organisation lets its people share."""
    found = Policy.objects.filter(pk=organisation_id).first()
    return found or Policy(organisation_id=organisation_id)


def require_on(actor: Actor) -> Policy:
    """Return the rules of the actor's organisation (raises RefusedError when it shares nothing)."""
    policy = policy_of(actor.organisation_id)
    if not policy.is_on:
        raise RefusedError(OFF)
    return policy


def shareable_item(actor: Actor, item_id: UUID, *, kinds: Iterable[str] = SHAREABLE) -> Item:
    """Return a thing that the actor may share outside (raises NotFoundError, RefusedError)."""
    item = access.get_item(actor, item_id)
    if item.kind not in kinds:
        raise NotFoundError
    access.require(actor, item, SHARE)
    return item


def shareable_among(actor: Actor, item_ids: Iterable[UUID]) -> list[Item]:
    """Return those of the things that the actor may share outside, in a few queries."""
    seen = access.visible_items(actor).filter(pk__in=list(item_ids), kind__in=SHAREABLE)
    items = list(seen.select_related("workspace").order_by("sort_title", "pk"))
    spaces = {item.workspace_id: item.workspace for item in items}
    roles = {
        pk: access.roles_on(actor, space, [item for item in items if item.workspace_id == pk])
        for pk, space in spaces.items()
    }
    return [item for item in items if _may(actor, item, roles[item.workspace_id])]


def _may(actor: Actor, item: Item, roles: access.Roles) -> bool:
    role = roles.get(item.access_root_id)
    return role is not None and access.may(actor, item, SHARE, role=role)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLink:
    """A link that leads somewhere now: what it opens, by the rights that its author has now."""

    link: Link
    author: Actor
    roots: list[Item]

    def reach(self) -> QuerySet[Item]:
        """Return the folders and files that the link opens.

        What is restricted below a shared folder stays out, even when its author sees it.
        """
        rule = Q(pk__in=[])
        for root in self.roots:
            below = Q(pk=root.pk)
            if root.kind == FOLDER:
                below |= Q(pk__in=ids_below(root.pk))
            rule |= below & Q(access_root=root.access_root_id)
        return access.visible_items(self.author).filter(rule, kind__in=SHAREABLE)

    def item(self, item_id: UUID, *, kind: str) -> Item:
        """Return a thing that the link opens (raises NotFoundError)."""
        found = next((root for root in self.roots if root.pk == item_id), None)
        if found is None:
            found = self.reach().filter(pk=item_id).select_related("workspace").first()
        if found is None or found.kind != kind:
            raise NotFoundError
        return found


def standing_of(link: Link) -> OpenLink | None:
    """Return what a link opens today by its author's rights, None when it opens nothing."""
    person = current_person(link.author_id) if link.author_id else None
    if person is None or person.organisation_id != link.organisation_id:
        return None
    author = actor_of(person, has_second_factor=True)  # they had shown it when they made the link
    named = [part.item_id for part in link.parts.all()]
    roots = shareable_among(author, named)
    return OpenLink(link=link, author=author, roots=roots) if roots else None


def is_over(link: Link) -> bool:
    """Tell whether a link was withdrawn, or its date has passed."""
    return link.revoked_at is not None or link.ends_on < timezone.localdate()


def open_link(token: str, *, kind: LinkKind) -> OpenLink:
    """Return what a token opens (raises GoneError, the same whatever the reason)."""
    link = (
        Link.objects.select_related("organisation")
        .defer("organisation__logo")
        .prefetch_related("parts")
        .filter(digest=digest_of(token), kind=kind)
        .first()
    )
    if link is None or is_over(link) or not policy_of(link.organisation_id).is_on:
        raise GoneError
    found = standing_of(link)
    if found is None:
        raise GoneError
    return found


def managed_links(actor: Actor) -> QuerySet[Link]:
    """Return the links to what is in the spaces that the actor manages, as far as they see it."""
    managed = access.current_memberships(actor.party_ids).filter(role__gte=Role.MANAGER)
    return Link.objects.filter(
        access.is_visible(actor, "item__", with_trash=True),
        organisation_id=actor.organisation_id,
        item__workspace_id__in=managed.values("workspace_id"),
    )


def visible_links(actor: Actor) -> QuerySet[Link]:
    """Return the links that the actor made, and those of the spaces that they manage."""
    if actor.party_id is None or not actor.has_scope("read"):
        return Link.objects.none()
    own = Link.objects.filter(organisation_id=actor.organisation_id, author_id=actor.party_id)
    return Link.objects.filter(
        Q(pk__in=own.values("pk")) | Q(pk__in=managed_links(actor).values("pk"))
    )


def organisation_links(actor: Actor) -> QuerySet[Link]:
    """Return every link of the organisation, for its administrators (raises RefusedError)."""
    directory_access.require(actor, "change_organisation")
    return Link.objects.filter(organisation_id=actor.organisation_id)


def get_link(actor: Actor, link_id: UUID) -> Link:
    """Return a link that the actor knows of (raises NotFoundError)."""
    link = (
        visible_links(actor)
        .select_related("item", "author", "revoked_by")
        .defer("author__photo", "revoked_by__photo")
        .filter(pk=link_id)
        .first()
    )
    if link is None:
        raise NotFoundError
    return link


def require_own(actor: Actor, link: Link) -> None:
    """Refuse to whoever did not make the link (raises RefusedError)."""
    if link.author_id != actor.party_id:
        raise RefusedError(NOT_YOURS)


def lock_link(actor: Actor, link_id: UUID, *, to: str) -> Link:
    """Lock a link and authorise `to`: "change" for its author, "revoke" for administrators too."""
    links = visible_links(actor)
    if to == "revoke" and actor.has_role(OrganisationRole.ADMINISTRATOR):
        links = Link.objects.filter(organisation_id=actor.organisation_id)
    link = links.select_for_update(of=("self",)).select_related("item").filter(pk=link_id).first()
    if link is None:
        raise NotFoundError
    if not actor.has_scope("write") or (to != "revoke" and link.author_id != actor.party_id):
        raise RefusedError(NOT_YOURS)
    return link
