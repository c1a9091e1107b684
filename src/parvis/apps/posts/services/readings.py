"""Who read a post, and who acknowledged it when asked to."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.apps.directory.selectors import person_ids_behind
from parvis.apps.posts import access
from parvis.apps.posts.enums import PostState
from parvis.apps.posts.models import Post, Reading
from parvis.apps.posts.selectors import acknowledged_ids, own_hold
from parvis.apps.workspaces import access as items_access
from parvis.apps.workspaces.enums import WaitingAction, WaitingState
from parvis.apps.workspaces.holders import parties_who_see
from parvis.apps.workspaces.models import Waiting
from parvis.apps.workspaces.services import waiting
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ConflictError, InvalidError

MOST_ASKED = 2_000


def note_reading(*, actor: Actor, post: Post) -> None:
    """Keep that a person read a published post, the first time only; authors are not counted."""
    is_read = post.state == PostState.PUBLISHED and post.item.trashed_at is None
    if not is_read or actor.party_id is None or access.is_author(actor, post):
        return
    is_known = vars(post).get("is_read")
    if is_known is None:
        is_known = post.readings.filter(person_id=actor.party_id).exists()
    if not is_known:
        Reading.objects.bulk_create(
            [Reading(post=post, person_id=actor.party_id)], ignore_conflicts=True
        )


@transaction.atomic
def ask_to_acknowledge(
    *,
    actor: Actor,
    post_id: UUID,
    party_ids: Collection[UUID] = (),
    everybody: bool = False,
    message: str = "",
    due_on: date | None = None,
) -> int:
    """Ask persons to say that they have read a post, and return how many are asked anew.

    Departments, groups and functions are asked person by person: nobody reads for another. Who was
    asked already, and who has acknowledged the present text, is not asked again.
    """
    post = access.lock_post(actor, post_id)
    if post.state != PostState.PUBLISHED:
        raise ConflictError(_("Publish it first."))
    seeing = parties_who_see(post.item).filter(kind="person")
    if not everybody:
        behind = person_ids_behind(party_ids, with_stand_ins=False)
        seeing = seeing.filter(pk__in=behind | set(party_ids))
    wanted = set(seeing.values_list("pk", flat=True)) - {actor.party_id}
    if not wanted:
        raise InvalidError(fields={"party": [_("Nobody of these reads this publication.")]})
    if len(wanted) > MOST_ASKED:
        raise InvalidError(fields={"party": [_("Ask at most 2,000 persons at once.")]})
    held = Waiting.objects.filter(
        item_id=post.pk, action=WaitingAction.READ, state=WaitingState.OPEN
    ).values_list("party_id", flat=True)
    new = wanted - set(held) - acknowledged_ids(post)
    waiting.ask_each(
        actor=actor,
        item_id=post.pk,
        party_ids=new,
        action=WaitingAction.READ,
        message=message,
        due_on=due_on,
    )
    return len(new)


@transaction.atomic
def acknowledge(*, actor: Actor, post_id: UUID) -> None:
    """Say that one has read a post, in person, when it was asked (raises ConflictError)."""
    item = items_access.lock_item(actor, post_id, to="answer")
    hold = own_hold(actor, item.pk)
    if hold is None:
        raise ConflictError(_("Nothing was asked of you here, or you have answered already."))
    waiting.close(actor=actor, waiting_id=hold.pk)
