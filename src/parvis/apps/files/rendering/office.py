"""Office documents to PDF, by LibreOffice without a window."""

import shutil
from pathlib import Path
from typing import Final

from parvis.apps.files.enums import Trouble
from parvis.apps.files.rendering.processes import GIB, run_limited

SECONDS: Final = 90
MEMORY: Final = 2 * GIB
MAX_BYTES: Final = 100 * 1024**2
PROGRAMS: Final = ("soffice", "libreoffice")
SUFFIXES: Final = {
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.visio": ".vsd",
    "application/vnd.ms-excel.sheet.binary.macroEnabled.12": ".xlsb",
    "application/vnd.ms-excel.sheet.macroEnabled.12": ".xlsm",
    "application/vnd.ms-word.document.macroEnabled.12": ".docm",
    "application/vnd.ms-powerpoint.presentation.macroEnabled.12": ".pptm",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.text-template": ".ott",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.oasis.opendocument.graphics": ".odg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template": ".dotx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template": ".xltx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow": ".ppsx",
    "application/vnd.openxmlformats-officedocument.presentationml.template": ".potx",
}


class ConversionError(Exception):
    """There is no PDF; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def converter() -> str:
    """Return the path of LibreOffice, "" when it isn't installed."""
    return next((path for path in map(shutil.which, PROGRAMS) if path), "")


def to_pdf(source: Path, folder: Path) -> Path:
    """Convert `source` and return the PDF in `folder` (raises ConversionError, TooSlowError).

    The profile is new each time: no macro, extension or earlier document has a say.
    """
    program = converter()
    if not program:
        raise ConversionError(Trouble.NO_CONVERTER)
    profile = folder / "profile"
    run_limited(
        [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(source),
        ],
        folder=folder,
        seconds=SECONDS,
        memory=MEMORY,
        environment={"HOME": str(folder), "TMPDIR": str(folder)},
    )
    made = folder / f"{source.stem}.pdf"
    if not made.exists() or made.stat().st_size == 0:
        raise ConversionError(Trouble.BROKEN)
    return made
