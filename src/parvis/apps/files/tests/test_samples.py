"""Real documents, some broken on purpose: each gives a preview or a plain sentence, never an error.

They lie beside the repository (`SAMPLES_DIR` says where); without them these tests are skipped. The
office documents go through LibreOffice one in fifteen, all of them with `SLOW_TESTS=1`.
"""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from tests.town import Town

from parvis.apps.files.enums import PREPARED, PreviewState
from parvis.apps.files.models import Preview
from parvis.apps.files.previews import ensure_preview, kind_of
from parvis.apps.files.rendering.making import make_preview, scratch_root
from parvis.apps.files.tests.conftest import Put, browser

SAMPLES = Path(os.environ.get("SAMPLES_DIR", django_settings.ROOT.parent / "shared" / "samples"))
OFFICE = {".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp"}
EVERY = sorted(path for path in SAMPLES.rglob("*") if path.is_file()) if SAMPLES.exists() else []
IN_OFFICE = [path for path in EVERY if path.suffix.lower() in OFFICE]
CHOSEN = IN_OFFICE if os.environ.get("SLOW_TESTS") else IN_OFFICE[::15]
OTHERS = [path for path in EVERY if path not in set(IN_OFFICE)]
needs_samples = pytest.mark.skipif(not EVERY, reason="the sample documents are not here")


def looked_at(town: Town, put: Put, path: Path) -> tuple[str, Preview | None]:
    """Add a file, have its preview made as the worker would, and return the page with it."""
    version = put(town.actor("agent"), town.space.pk, path.name, path.read_bytes())
    client = browser(town, "agent")
    first = client.get(f"/documents/fichier/{version.file_id}/")
    assert first.status_code == 200
    preview = None
    if kind_of(version) in PREPARED and version.size:
        preview = make_preview(ensure_preview(version).pk)
        assert preview.state in {PreviewState.READY, PreviewState.FAILED}
    page = client.get(f"/documents/fichier/{version.file_id}/apercu/")
    assert page.status_code == 200
    assert not list(scratch_root().iterdir())
    if preview is not None and preview.state == PreviewState.READY:
        picture = client.get(f"/documents/fichier/{version.file_id}/page/1/")
        assert picture.status_code == 200
        assert b"".join(picture.streaming_content)[8:12] == b"WEBP"
    return page.content.decode(), preview


@needs_samples
@pytest.mark.parametrize("folder", sorted({path.parent.name for path in OTHERS}))
def test_every_sample_is_shown_or_explained(town: Town, put: Put, folder: str) -> None:
    signs = ("page-sheet", "preview-text", "preview-table", 'class="mail"', "preview-none")
    for path in (one for one in OTHERS if one.parent.name == folder):
        page, _preview = looked_at(town, put, path)
        assert "preview-pending" not in page, path
        assert any(sign in page for sign in signs), path


@needs_samples
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("path", CHOSEN, ids=lambda path: path.name)
def test_office_samples_become_pages_or_a_sentence(town: Town, put: Put, path: Path) -> None:
    page, preview = looked_at(town, put, path)
    assert "preview-pending" not in page
    assert ("page-sheet" in page) == (preview is not None and preview.state == PreviewState.READY)
