"""The public page of a space: opened and closed by its managers."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.apps.posts.events import PublicPageClosed, PublicPageOpened
from parvis.apps.posts.models import PublicPage
from parvis.apps.workspaces import access
from parvis.apps.workspaces.enums import Openness
from parvis.kernel.actors import Actor
from parvis.kernel.errors import InvalidError
from parvis.kernel.events import emit
from parvis.kernel.texts import clean_line


@transaction.atomic
def set_public_page(
    *, actor: Actor, workspace_id: UUID, is_open: bool, introduction: str
) -> PublicPage:
    """Open or close the public page of a space, as its manager (raises InvalidError)."""
    workspace = access.lock_workspace(actor, workspace_id, to="manage_space")
    if is_open and workspace.openness == Openness.SECRET:
        message = _("This space is secret: a public page would tell that it exists.")
        raise InvalidError(fields={"is_open": [message]})
    introduction = clean_line(introduction)
    if len(introduction) > 500:
        raise InvalidError(fields={"introduction": [_("Keep it under 500 signs.")]})
    page, _is_new = PublicPage.objects.select_for_update().get_or_create(workspace=workspace)
    was_open = page.is_open
    page.is_open, page.introduction = is_open, introduction
    page.save(update_fields=["is_open", "introduction"])
    if was_open != is_open:
        event = PublicPageOpened if is_open else PublicPageClosed
        emit(event(item_id=workspace.pk, workspace_id=workspace.pk), actor=actor)
    return page
