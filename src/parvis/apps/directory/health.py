"""Whether this installation does its work, in words for an administrator."""

import platform
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import django
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis import __version__
from parvis.kernel.models import Delivery
from parvis.kernel.outbox import failed_deliveries
from parvis.kernel.schedule.heartbeats import is_worker_alive
from parvis.kernel.storage.backends import backend
from parvis.kernel.storage.errors import StorageError
from parvis.kernel.ui.phrases import file_size

LITTLE_SPACE = 2_000_000_000
BACKUP_MARK = "last-backup"
OLD_BACKUP = timedelta(days=8)
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `advice` says what to do when it is not well."""

    label: Text
    fact: Text
    tone: str = "ok"
    advice: Text = ""


def checks() -> list[Check]:
    """Look at the worker, the storage, the space left, the mails and the last backup."""
    return [_worker(), _storage(), _space(), _mail(), _backup()]


def _worker() -> Check:
    label = gettext_lazy("Background work")
    if is_worker_alive():
        return Check(label, _("It runs: notifications, previews and letters go out."))
    return Check(
        label,
        _("It has stopped: neither notifications nor letters go out."),
        "late",
        _("Start Parvis again (make run, or the service of your server). Nothing is lost."),
    )


def _storage() -> Check:
    label = gettext_lazy("Storage of files")
    try:
        backend().check()
    except (StorageError, OSError):
        return Check(
            label,
            _("The storage of files does not answer."),
            "late",
            _("Check that the disk or the S3 server is there, then run “parvis doctor”."),
        )
    return Check(label, _("The storage of files answers."))


def _space() -> Check:
    free = shutil.disk_usage(settings.DATA_DIR).free
    label, fact = gettext_lazy("Space left"), _("%(size)s free") % {"size": file_size(free)}
    if free < LITTLE_SPACE:
        return Check(
            label, fact, "late", _("Make room on the disk: below 2 GB, files are refused.")
        )
    return Check(label, fact)


def _mail() -> Check:
    label = gettext_lazy("E-mail")
    if settings.MAIL_SERVER_BACKEND:
        return Check(label, _("A mail server is set."))
    return Check(
        label,
        _("No mail server: letters are kept here, nobody receives them."),
        "soon",
        _("Set EMAIL_URL (see docs/operations.md). Meanwhile, read them in “Kept mails”."),
    )


def _backup() -> Check:
    label, made = gettext_lazy("Last backup"), last_backup_at()
    advice = _("Run “parvis backup file.tar” each day, and keep the file on another machine.")
    if made is None:
        return Check(label, _("None was made from this machine."), "soon", advice)
    is_old = timezone.now() - made > OLD_BACKUP
    shown = timezone.localtime(made).strftime("%d/%m/%Y %H:%M")
    return Check(label, shown, "late" if is_old else "ok", advice if is_old else "")


def last_backup_at() -> datetime | None:
    """Return when `parvis backup` last wrote one from this machine."""
    mark = Path(settings.DATA_DIR) / BACKUP_MARK
    if not mark.exists():
        return None
    return datetime.fromtimestamp(mark.stat().st_mtime, tz=timezone.get_current_timezone())


def failures_of(organisation_id: UUID) -> QuerySet[Delivery]:
    """Return an organisation's events that a reaction could not treat, oldest first."""
    return failed_deliveries().filter(event__organisation_id=organisation_id)


def versions() -> list[tuple[str, str]]:
    """Return what is installed, for a call for help."""
    return [
        ("Parvis", __version__),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        (connection.display_name, _database_version()),
    ]


def _database_version() -> str:
    version = connection.get_database_version()
    return ".".join(str(part) for part in version)
