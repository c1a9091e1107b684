"""Pages that outsiders look at are marked with whom they are for, and nothing else is sent."""

import io

import pytest
from django.test import Client
from PIL import Image

from parvis.apps.files.enums import PreviewKind, PreviewState, Verdict
from parvis.apps.files.models import FileVersion, Preview, PreviewPage
from parvis.apps.sharing.enums import Permission
from parvis.apps.sharing.tests.conftest import Share, Shelf, inside
from parvis.kernel.storage.blobs import write_blob


def pages_of(version: FileVersion) -> None:
    """Give a version a preview of one white page."""
    sink = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(sink, "WEBP")
    organisation_id = version.file.item.organisation_id
    blob = write_blob(organisation_id=organisation_id, chunks=[sink.getvalue()])
    preview = Preview.objects.create(
        organisation_id=organisation_id,
        source_id=version.blob_id,
        kind=PreviewKind.TEXT,
        state=PreviewState.READY,
        page_count=1,
    )
    PreviewPage.objects.create(
        preview=preview, number=1, blob=blob, thumbnail=blob, width=600, height=800
    )


@pytest.mark.parametrize(
    ("permission", "is_marked"), [(Permission.VIEW, False), (Permission.WATERMARK, True)]
)
def test_pages_are_marked_where_the_link_says_so(
    shelf: Shelf, share: Share, permission: Permission, is_marked: bool
) -> None:
    pages_of(shelf.plan)
    visitor = Client()
    link = share(shelf.plan.file_id, permission=permission, label="Hélène Noël")
    answer = visitor.get(inside(link, "page", shelf.plan.file_id, 1))
    with Image.open(io.BytesIO(answer.getvalue())) as picture:
        shades = picture.convert("L").getextrema()
    assert (shades[0] < 230) == is_marked
    assert visitor.get(inside(link, "page", shelf.plan.file_id, 2)).status_code == 404
    FileVersion.objects.filter(pk=shelf.plan.pk).update(verdict=Verdict.INFECTED)
    assert visitor.get(inside(link, "page", shelf.plan.file_id, 1)).status_code == 403
