import io
import os
import struct
import time
import zipfile
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.kernel.storage.archives import MAX_DIRECTORY_BYTES
from parvis.kernel.storage.blobs import write_blob
from parvis.kernel.storage.sniffing import (
    HEAD_BYTES,
    is_safe_inline,
    refine,
    sniff_bytes,
    sniff_file,
    text_encoding,
)

OFFICE = "application/vnd.openxmlformats-officedocument."
EXPECTED = {
    ".csv": "text/csv",
    ".doc": "application/msword",
    ".docx": OFFICE + "wordprocessingml.document",
    ".eml": "message/rfc822",
    ".ics": "text/calendar",
    ".json": "application/json",
    ".md": "text/markdown",
    ".msg": "application/vnd.ms-outlook",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pdf": "application/pdf",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": OFFICE + "presentationml.presentation",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": OFFICE + "spreadsheetml.sheet",
    ".xml": "application/xml",
}
PROTECTED = "application/x-tika-ooxml-protected"
EXCEPTIONS = {
    "bug53475-password-is-solrcell.docx": PROTECTED,
    "protected_agile.docx": PROTECTED,
    "protect.xlsx": PROTECTED,
    "fuzz_testcase_0_char_in_component_name.ics": "application/octet-stream",  # holds a NUL
}


def samples() -> list[Path]:
    root = Path(__file__).resolve().parents[5]
    folder = Path(os.environ.get("PARVIS_SAMPLES") or root.parent / "shared" / "samples")
    if not folder.is_dir() and (beside := root.parents[1] / "shared" / "samples").is_dir():
        folder = beside
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    assert found, f"the samples are not in {folder}: set PARVIS_SAMPLES to their folder"
    return found


def test_every_sample_is_known_from_its_content() -> None:
    wrong = {}
    for path in samples():
        with path.open("rb") as file:
            found = refine(sniff_file(file), path.name)
        if path.parent.name == "email" and path.suffix != ".msg":
            expected = "message/rfc822"
        else:
            expected = EXCEPTIONS.get(path.name) or EXPECTED[path.suffix]
        if found != expected:
            wrong[path.name] = found
    assert wrong == {}


def test_every_sample_cut_short_is_known_or_harmless() -> None:
    for path in samples():
        content = path.read_bytes()
        whole = sniff_bytes(content)
        for cut in (1, 7, 100, len(content) // 2):
            found = sniff_bytes(content[:cut])
            assert not is_safe_inline(found) or found in (whole, "text/plain"), (path, cut, found)


def test_name_never_makes_a_content_what_it_is_not() -> None:
    archive = sniff_bytes(zipped({"a.txt": b"a"}))
    assert refine(archive, "plan.pdf") == "application/zip"
    assert refine(sniff_bytes(b"MZ\x90\0" + bytes(100)), "photo.jpg").endswith("executable")
    assert refine("application/pdf", "plan.html") == "application/pdf"
    assert refine("text/plain", "page.HTML") == "text/html"
    assert refine("text/plain", "csv") == "text/plain"


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "inode/x-empty"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x1cftypavif", "image/avif"),
        (b"\0\0\0\x1cftypisom", "video/mp4"),
        (b"\n\n%PDF-1.4", "application/pdf"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"\x00\x01\x02\x03\x04", "application/octet-stream"),
        ("Le café".encode(), "text/plain"),
        ("Le café".encode("windows-1252"), "text/plain"),
        ("Le café".encode("utf-16"), "text/plain"),
        ("Le café au conseil".encode("utf-16-le"), "text/plain"),
        (b"<html><script>alert(1)</script>", "text/html"),
        (b"  \n<!-- x --><!DOCTYPE html [<!ENTITY a 'b'>]><html>", "text/html"),
        (b"<script>alert(1)</script>", "text/html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- c --><svg xmlns='x'/>", "image/svg+xml"),
        (
            b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
            "application/xhtml+xml",
        ),
        (b"<svg:svg xmlns:svg='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        (b"<docbudgetaire/>", "application/xml"),
        (b"<3 merci", "text/plain"),
        (b'{"a": 1}', "application/json"),
        (b"[note] rappeler le maire", "text/plain"),
        (b"[" * 60_000, "text/plain"),
        (b"begin:vcard\r\nVERSION:4.0", "text/vcard"),
        (b"From: a@b.fr\nTo: c@d.fr\n\nBonjour", "message/rfc822"),
        (b"Objet: plan\nDate: demain\nbonjour", "text/plain"),
        (zipped({"mimetype": b"text/html", "x": b""}), "application/zip"),
        (zipped({"mimetype": b"application/epub+zip"}), "application/epub+zip"),
        (zipped({"META-INF/MANIFEST.MF": b""}), "application/java-archive"),
        (zipped({"[Content_Types].xml": b"<Types/>"}), "application/zip"),
        (b"PK\x03\x04 cut", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    ],
)
def test_content_is_known(content: bytes, expected: str) -> None:
    assert sniff_bytes(content) == expected


def test_macros_are_told_apart() -> None:
    main = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    content = zipped({"[Content_Types].xml": types.encode()})
    assert sniff_bytes(content) == "application/vnd.ms-word.document.macroEnabled.12"


@pytest.mark.parametrize(
    "media_type",
    [
        "text/html",
        "image/svg+xml",
        "application/xml",
        "application/xhtml+xml",
        "text/calendar",
        "application/octet-stream",
        "message/rfc822",
        "text/csv",
        "",
        "IMAGE/PNG; x",
    ],
)
def test_what_could_run_is_never_inline(media_type: str) -> None:
    assert not is_safe_inline(media_type)


def test_archive_with_a_giant_list_is_not_read() -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, MAX_DIRECTORY_BYTES + 1, 0, 0)
    assert sniff_bytes(b"PK\x03\x04" + bytes(100) + end) == "application/zip"


def test_compressed_bomb_as_content_types_is_read_a_little() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * 200_000_000)
    begun = time.process_time()
    assert sniff_bytes(buffer.getvalue()) == "application/zip"
    assert time.process_time() - begun < 2


def test_ole_file_with_a_looping_chain_ends() -> None:
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<L", header, 48, 1)
    struct.pack_into("<109L", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128L", *[1] * 128)
    assert sniff_bytes(bytes(header) + table + bytes(512)) == "application/x-ole-storage"


@pytest.mark.parametrize(
    "hostile",
    [
        b"<!---->" * 9_000,
        b"<?a?>" * 12_000,
        b"<!doctype [" * 5_000,
        b"<!-- " * 12_000,
        b"<" * HEAD_BYTES,
        b"From: " * 10_000,
        b" " * HEAD_BYTES,
    ],
)
def test_hostile_text_takes_no_time(hostile: bytes) -> None:
    begun = time.process_time()
    sniff_bytes(hostile)
    assert time.process_time() - begun < 2


@given(st.binary(max_size=600))
def test_any_content_has_a_type(content: bytes) -> None:
    assert "/" in sniff_bytes(content)
    for beginning in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<", b"\xff\xfe"):
        assert "/" in sniff_bytes(beginning + content)


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (b"plan", "utf-8"),
        ("é".encode() * 40_000, "utf-8"),
        ("aé".encode()[:-1], "utf-8"),
        ("é".encode("latin-1") + b" et plus loin", "windows-1252"),
        (b"\xef\xbb\xbfa", "utf-8-sig"),
        (b"\0\1\2", ""),
    ],
)
def test_encoding_is_found(raw: bytes, encoding: str) -> None:
    assert text_encoding(raw[:HEAD_BYTES]) == encoding


@pytest.mark.django_db
def test_blob_knows_its_media_type(place: str, organisation_id: UUID) -> None:
    for path in samples():
        if path.name in ("sample.docx", "Trend.xls", "source.pdf", "serious_poem.odt"):
            blob = write_blob(organisation_id=organisation_id, chunks=[path.read_bytes()])
            assert blob.media_type == EXPECTED[path.suffix]
