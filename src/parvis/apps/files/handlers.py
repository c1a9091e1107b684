"""What follows from files that come in: a scan, and a preview before anybody asks for it."""

from uuid import UUID

from parvis.apps.files.enums import Verdict
from parvis.apps.files.events import FileAdded, VersionAdded, VersionRestored
from parvis.apps.files.models import FileVersion
from parvis.apps.files.previews import ensure_preview
from parvis.apps.files.services.scans import scan_version
from parvis.kernel.events import handles
from parvis.kernel.models import Event


@handles(FileAdded, VersionAdded, VersionRestored)
def look_at_version(event: Event) -> None:
    """Have a new version scanned, then ask for its preview."""
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
