"""What the home page remembers of a person."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from parvis.apps.cockpit.models import Visit
from parvis.kernel.actors import Actor
from parvis.kernel.errors import RefusedError

NEW_VISIT = timedelta(minutes=30)
NOTED_EVERY = timedelta(minutes=5)


def note_visit(*, actor: Actor, visit: Visit | None) -> Visit | None:
    """Note that the actor is here; half an hour away makes a new visit. Writes seldom.

    Each write is one statement: a page that only reads opens no transaction.
    """
    if actor.party_id is None:
        return None
    now = timezone.now()
    if visit is None:
        visit = Visit(person_id=actor.party_id, seen_at=now)
        Visit.objects.bulk_create([visit], ignore_conflicts=True)
        return visit
    away = now - visit.seen_at
    if away >= NEW_VISIT:
        visit.before_at = visit.seen_at
    if away >= NOTED_EVERY:
        visit.seen_at = now
        visit.save(update_fields=["seen_at", "before_at"])
    return visit


@transaction.atomic
def hide_steps(*, actor: Actor) -> None:
    """Put the first steps away, for this person."""
    if actor.party_id is None:
        raise RefusedError
    now = timezone.now()
    Visit.objects.update_or_create(
        person_id=actor.party_id,
        defaults={"steps_hidden_at": now},
        create_defaults={"seen_at": now, "steps_hidden_at": now},
    )
