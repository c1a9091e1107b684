"""What the antivirus says of contents, once for all versions that hold them."""

from django.db import transaction

from parvis.apps.files.enums import Verdict
from parvis.apps.files.events import VirusFound
from parvis.apps.files.models import FileVersion
from parvis.kernel.actors import system_actor
from parvis.kernel.events import emit
from parvis.kernel.storage.antivirus import ScannerError, ScanStatus, scan
from parvis.kernel.storage.blobs import read_blob

_VERDICTS = {
    ScanStatus.CLEAN: Verdict.CLEAN,
    ScanStatus.INFECTED: Verdict.INFECTED,
    ScanStatus.UNSCANNED: Verdict.UNSCANNED,
}


def scan_version(version: FileVersion) -> Verdict:
    """Have a waiting content scanned and write the verdict down (raises ScannerError)."""
    found = scan(read_blob(version.blob))
    verdict = _VERDICTS[found.status]
    with transaction.atomic():
        rows = FileVersion.objects.select_for_update(of=("self",)).filter(
            blob_id=version.blob_id, verdict=Verdict.WAITING
        )
        for row in rows.select_related("file__item"):
            row.verdict = verdict
            row.threat = found.detail[:120] if verdict == Verdict.INFECTED else ""
            row.save(update_fields=["verdict", "threat"])
            if verdict == Verdict.INFECTED:
                _tell(row)
    return verdict


def _tell(version: FileVersion) -> None:
    item = version.file.item
    emit(
        VirusFound(
            item_id=item.pk,
            workspace_id=item.workspace_id,
            version_id=str(version.pk),
            threat=version.threat,
        ),
        actor=system_actor("antivirus", organisation_id=item.organisation_id),
    )


def scan_waiting(*, limit: int = 200) -> int:
    """Scan what waits, until the scanner fails; return how many were done."""
    done = 0
    waiting = FileVersion.objects.filter(verdict=Verdict.WAITING).select_related("blob")
    for version in waiting.order_by("created_at")[:limit]:
        try:
            scan_version(version)
        except ScannerError:
            return done
        done += 1
    return done
