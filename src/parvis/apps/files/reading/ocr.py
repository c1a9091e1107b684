"""Text of scans, by Tesseract where it is installed: some pages, each for some seconds."""

import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Final

from parvis.apps.files.rendering.processes import GIB, TooSlowError, run_limited

PAGE_SECONDS: Final = 60
MEMORY: Final = 1 * GIB
LANGUAGES: Final = ("fra", "eng")


@lru_cache(maxsize=1)
def reader() -> tuple[str, str]:
    """Return Tesseract's path and the language it reads, French if it can; "" without it."""
    program = shutil.which("tesseract")
    if not program:
        return "", ""
    listed = subprocess.run(  # noqa: S603 -- a program of the system, no argument of anybody's
        [program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False
    )
    known = set(listed.stdout.split())
    language = next((one for one in LANGUAGES if one in known), "")
    return (program, language) if language else ("", "")


def read_page(picture: Path, folder: Path) -> str:
    """Return the text of a picture; nothing when it can't be read in time."""
    program, language = reader()
    if not program:
        return ""
    out = folder / f"{picture.stem}-read"
    try:
        run_limited(
            [program, str(picture), str(out), "-l", language, "--psm", "3"],
            folder=folder,
            seconds=PAGE_SECONDS,
            memory=MEMORY,
            environment={"OMP_THREAD_LIMIT": "1", "TMPDIR": str(folder)},
        )
    except TooSlowError:
        return ""
    made = out.with_suffix(".txt")
    return made.read_text(encoding="utf-8", errors="replace") if made.exists() else ""
