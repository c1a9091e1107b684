"""What follows from files that come in: a scan, a preview and a text, before anybody asks."""

from uuid import UUID

from parvis.apps.files.enums import Verdict
from parvis.apps.files.events import FileAdded, VersionAdded, VersionRestored
from parvis.apps.files.models import FileVersion
from parvis.apps.files.previews import ensure_preview
from parvis.apps.files.services.scans import scan_version
from parvis.apps.files.texts import ensure_text
from parvis.kernel.events import handles
from parvis.kernel.models import Event


@handles(FileAdded, VersionAdded, VersionRestored)
def look_at_version(event: Event) -> None:
    """Have a new version scanned, then ask for its preview and its text."""
    version = (
        FileVersion.objects.select_related("blob")
        .filter(pk=UUID(event.payload["version_id"]))
        .first()
    )
    if version is None:
        return
    if version.verdict == Verdict.WAITING:
        version.verdict = scan_version(version)
    ensure_preview(version)
    ensure_text(version)
