"""Templates of spaces are made by the administrators of a town, from nothing or from a space."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.directory import access as directory_access
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import Openness
from parvis.apps.workspaces.events import TemplateMade, TemplateRestored, TemplateRetired
from parvis.apps.workspaces.models import OwnTemplate
from parvis.apps.workspaces.registry import template_parts, tools
from parvis.kernel.actors import Actor, Role
from parvis.kernel.errors import InvalidError, NotFoundError
from parvis.kernel.events import emit
from parvis.kernel.texts import clean_line
from parvis.kernel.ui.palette import HUE_NAMES

MAX_LABEL = 80
MAX_FOLDERS = 200
MAX_PATH = 400


@dataclass(frozen=True, kw_only=True)
class TemplateDraft:
    """What describes a template; `folders` are paths with "/" between names."""

    label: str
    description: str = ""
    colour: str = HUE_NAMES[0]
    openness: str = Openness.CLOSED
    default_role: Role = Role.EDITOR
    tools: Sequence[str] = ()
    folders: Sequence[str] = ()


@transaction.atomic
def make_template(
    *, actor: Actor, draft: TemplateDraft, source_id: UUID | None = None
) -> OwnTemplate:
    """Make a template; from a space that the actor reads, its tabs and its fields come along.

    Raises RefusedError, NotFoundError for a space out of sight, InvalidError.
    """
    directory_access.require(actor, "change_organisation")
    row = OwnTemplate(organisation_id=actor.organisation_id)
    if source_id:
        source = access.get_workspace(actor, source_id)
        row.tabs = source.tabs
        row.parts = {part.name: part.take(actor, source) for part in template_parts()}
    _write(row, draft)
    row.save(force_insert=True)
    emit(TemplateMade(template_id=str(row.pk), label=row.label), actor=actor)
    return row


@transaction.atomic
def change_template(*, actor: Actor, template_id: UUID, draft: TemplateDraft) -> OwnTemplate:
    """Change a template; the spaces that came of it stay as they are."""
    row = _lock(actor, template_id)
    _write(row, draft)
    row.save()
    emit(TemplateMade(template_id=str(row.pk), label=row.label), actor=actor)
    return row


@transaction.atomic
def retire_template(*, actor: Actor, template_id: UUID) -> OwnTemplate:
    """Offer a template no more."""
    row = _lock(actor, template_id)
    if row.retired_at is None:
        row.retired_at = timezone.now()
        row.save(update_fields=["retired_at"])
        emit(TemplateRetired(template_id=str(row.pk), label=row.label), actor=actor)
    return row


@transaction.atomic
def restore_template(*, actor: Actor, template_id: UUID) -> OwnTemplate:
    """Offer a retired template again."""
    row = _lock(actor, template_id)
    if row.retired_at is not None:
        row.retired_at = None
        row.save(update_fields=["retired_at"])
        emit(TemplateRestored(template_id=str(row.pk), label=row.label), actor=actor)
    return row


def _lock(actor: Actor, template_id: UUID) -> OwnTemplate:
    directory_access.require(actor, "change_organisation")
    rows = OwnTemplate.objects.select_for_update().filter(organisation_id=actor.organisation_id)
    row = rows.filter(pk=template_id).first()
    if row is None:
        raise NotFoundError
    return row


def _write(row: OwnTemplate, draft: TemplateDraft) -> None:
    label, description = clean_line(draft.label), clean_line(draft.description)
    if not label or len(label) > MAX_LABEL:
        raise InvalidError(fields={"label": [_("Name the template in 80 signs at most.")]})
    if draft.colour not in HUE_NAMES or draft.openness not in Openness.values:
        raise InvalidError(fields={"colour": [_("Choose one of the colours.")]})
    paths = [_path(one) for one in draft.folders]
    folders = list(dict.fromkeys(path for path in paths if path))
    if len(folders) > MAX_FOLDERS or any(len(path) > MAX_PATH for path in folders):
        raise InvalidError(fields={"folders": [_("Name 200 folders at most, one a line.")]})
    known = [tool.name for tool in tools() if tool.is_always_on or tool.name in draft.tools]
    row.label, row.description, row.colour = label, description[:300], draft.colour
    row.openness, row.default_role = draft.openness, draft.default_role
    row.tools = known
    row.parts = {**row.parts, "folders": folders}


def _path(text: str) -> str:
    names = (clean_line(name) for name in text.split("/"))
    return "/".join(name for name in names if name)
