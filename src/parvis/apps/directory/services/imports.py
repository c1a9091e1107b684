"""Lists come into the directory: previewed first, then written as previewed, all or nothing."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.apps.directory import access
from parvis.apps.directory.events import DirectoryImported
from parvis.apps.directory.imports.columns import KEYS, guess_mapping
from parvis.apps.directory.imports.plans import Plan, Status, digest_of, make_plan
from parvis.apps.directory.imports.reading import Line, read_table
from parvis.apps.directory.imports.writing import write_plan
from parvis.apps.directory.models import DirectoryImport, ImportState, Organisation
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ConflictError, InvalidError, NotFoundError
from parvis.kernel.events import emit
from parvis.kernel.texts import clean_line

KEPT = timedelta(hours=24)
CHANGED = gettext_lazy(
    "The directory has changed since this preview. Look at it again, then accept it."
)


def get_import(actor: Actor, import_id: UUID) -> DirectoryImport:
    """Return a list that the actor's organisation has on its way (NotFoundError, RefusedError)."""
    access.require(actor, "import_directory")
    found = DirectoryImport.objects.filter(
        organisation_id=actor.organisation_id, pk=import_id, expires_at__gt=timezone.now()
    ).first()
    if found is None:
        raise NotFoundError(_("This list is no longer here: send it again."))
    return found


def _lines(pending: DirectoryImport) -> list[Line]:
    return [Line(row[0], row[1:]) for row in pending.rows]


def _understand(pending: DirectoryImport) -> Plan:
    plan = make_plan(pending.organisation_id, _lines(pending), pending.mapping)
    pending.plan = plan.plain()
    pending.counts = plan.counts
    pending.digest = digest_of(pending.plan)
    return plan


@transaction.atomic
def start_import(*, actor: Actor, file_name: str, data: bytes) -> DirectoryImport:
    """Read a list and say what it would change; writes nothing of it (raises InvalidError)."""
    access.require(actor, "import_directory")
    table = read_table(data)
    DirectoryImport.objects.filter(expires_at__lte=timezone.now()).delete()
    pending = DirectoryImport(
        organisation_id=actor.organisation_id,
        author_id=actor.party_id,
        file_name=clean_line(file_name)[:255],
        headers=[header[:80] for header in table.headers],
        rows=[[line.number, *line.cells] for line in table.lines],
        mapping=guess_mapping(table.headers),
        expires_at=timezone.now() + KEPT,
    )
    _understand(pending)
    pending.save()
    return pending


@transaction.atomic
def map_import(*, actor: Actor, import_id: UUID, mapping: Sequence[str]) -> DirectoryImport:
    """Say what each column of a list is ("" leaves it out), and judge its lines again."""
    pending = _lock(actor, import_id)
    said = [key for key in mapping if key]
    if len(mapping) != len(pending.headers) or not set(said) <= set(KEYS):
        raise InvalidError
    if len(said) != len(set(said)):
        raise InvalidError(_("Two columns say the same thing: keep one of them."))
    pending.mapping = list(mapping)
    _understand(pending)
    pending.save()
    return pending


@transaction.atomic
def refresh_import(*, actor: Actor, import_id: UUID) -> DirectoryImport:
    """Judge a list again, upon the directory as it is now."""
    pending = _lock(actor, import_id)
    _understand(pending)
    pending.save()
    return pending


def _lock(actor: Actor, import_id: UUID) -> DirectoryImport:
    access.require(actor, "import_directory")
    Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    pending = get_import(actor, import_id)
    if pending.state != ImportState.PENDING:
        raise ConflictError(_("This list is written already."))
    return pending


@transaction.atomic
def accept_import(*, actor: Actor, import_id: UUID) -> DirectoryImport:
    """Write a list as it was previewed, lines with errors left out: all of it, or nothing.

    Raises ConflictError when the directory has changed in between, so that the preview no longer
    holds; nothing is written, and the list waits.
    """
    pending = _lock(actor, import_id)
    plan = make_plan(pending.organisation_id, _lines(pending), pending.mapping)
    if digest_of(plan.plain()) != pending.digest:
        raise ConflictError(CHANGED)
    counts = plan.counts
    if not counts[Status.NEW] + counts[Status.CHANGED]:
        raise ConflictError(_("This list changes nothing: there is nothing to write."))
    write_plan(actor=actor, plan=plan)
    pending.state = ImportState.DONE
    pending.rows, pending.plan = [], {}
    pending.save()
    event = DirectoryImported(
        import_id=str(pending.pk),
        added=counts[Status.NEW],
        changed=counts[Status.CHANGED],
    )
    emit(event, actor=actor)
    return pending


@transaction.atomic
def drop_import(*, actor: Actor, import_id: UUID) -> None:
    """Forget a list that was not accepted."""
    _lock(actor, import_id).delete()
