"""Which preview a version has, asked for once and made by the worker."""

from uuid import UUID

from django.core.cache import cache
from django.db import transaction

from parvis.apps.files.enums import PREPARED, PreviewKind, PreviewState, Verdict
from parvis.apps.files.media import medium_of
from parvis.apps.files.models import FileVersion, Preview, PreviewPage
from parvis.apps.files.tasks import prepare_preview
from parvis.kernel.errors import NotFoundError

HURRIED = 50
HURRIED_SECONDS = 3_600


def kind_of(version: FileVersion) -> PreviewKind:
    """Return how a version is shown."""
    return medium_of(version.media_type).preview


def ensure_preview(version: FileVersion) -> Preview | None:
    """Return the preview of a version, asking the worker for it the first time.

    None for what is shown straight from the content, or not at all.
    """
    kind = kind_of(version)
    if kind not in PREPARED or version.verdict in {Verdict.INFECTED, Verdict.WAITING}:
        return None
    return preview_of(version) or _asked_for(version, kind)


@transaction.atomic
def _asked_for(version: FileVersion, kind: PreviewKind) -> Preview:
    preview, is_new = Preview.objects.get_or_create(
        source_id=version.blob_id,
        kind=kind,
        defaults={"organisation_id": version.blob.organisation_id},
    )
    if is_new:
        prepare_preview.enqueue(str(preview.pk))
    return preview


def hurry_preview(version: FileVersion) -> Preview | None:
    """Return the preview of a version that somebody looks at now: its turn comes first.

    A hundred files that came in before it can wait; asked for again within the hour, it isn't
    hurried twice.
    """
    preview = ensure_preview(version)
    if preview is None or preview.state != PreviewState.PENDING or preview.attempts:
        return preview
    if cache.add(f"preview-wanted:{preview.pk}", 1, HURRIED_SECONDS):
        prepare_preview.using(priority=HURRIED).enqueue(str(preview.pk))
    return preview


def preview_of(version: FileVersion) -> Preview | None:
    """Return the preview of a version as it stands, None when there is none yet."""
    return Preview.objects.filter(source_id=version.blob_id, kind=kind_of(version)).first()


def page_of(version: FileVersion, number: int) -> PreviewPage:
    """Return a page of the preview of a version, its pictures at hand (raises NotFoundError)."""
    preview = preview_of(version)
    found = None
    if preview is not None and preview.state == PreviewState.READY:
        found = preview.pages.select_related("blob", "thumbnail").filter(number=number).first()
    if found is None:
        raise NotFoundError
    return found


@transaction.atomic
def try_again(preview_id: UUID) -> None:
    """Have the worker try a failed preview once more (LibreOffice was installed, say)."""
    preview = Preview.objects.select_for_update().filter(pk=preview_id).first()
    if preview is None or preview.state != PreviewState.FAILED:
        return
    preview.state, preview.trouble, preview.attempts = PreviewState.PENDING, "", 0
    preview.save(update_fields=["state", "trouble", "attempts"])
    prepare_preview.enqueue(str(preview.pk))
