"""What is written in files is read, once a content, and given to search."""

import io
import shutil
import zipfile
from email.message import EmailMessage

import pytest
from django.conf import settings as django_settings
from PIL import Image, ImageDraw, ImageFont
from tests.town import Town

from parvis.apps.files.enums import PreviewState, Trouble, Verdict
from parvis.apps.files.models import ContentText, FileVersion
from parvis.apps.files.reading import child
from parvis.apps.files.reading.making import read_content, sweep_texts
from parvis.apps.files.rendering.making import scratch_root
from parvis.apps.files.tests.conftest import Put
from parvis.apps.files.texts import ask_for_missing, ensure_text, text_of
from parvis.apps.workspaces.models import Item
from parvis.demonstration import documents
from parvis.kernel.models import Event

needs_ocr = pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed")
needs_office = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed"
)


def read(version: FileVersion) -> tuple[str, ContentText | None]:
    """Read a version as the worker would, and return what search is given."""
    ensure_text(version)
    row = read_content(version.blob_id)
    assert not list(scratch_root().iterdir())
    return text_of(Item.objects.get(pk=version.file_id)), row


def written_pdf(words: str) -> bytes:
    """Return a PDF with a line of text, by hand (ISO 32000)."""
    line = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode("latin-1")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(line), line),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Font<</F1 5 0 R>>>>",
    ]
    body = b"%PDF-1.4\n"
    for number, part in enumerate(parts, 1):
        body += b"%d 0 obj%s\nendobj\n" % (number, part)
    return body + b"trailer<</Root 1 0 R/Size 7>>\n%%EOF\n"


def odt(xml: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", xml)
    return out.getvalue()


TEXT_NS = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'


def mail() -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Paule <paule@archi.example>", "mairie@bourg.example"
    message["Subject"] = "Devis de charpente"
    message.set_content("Bonjour,\n\nVoici le devis.")
    message.add_attachment(
        documents.docx("Devis", "Zinguerie en cuivre"),
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
        filename="devis.docx",
    )
    return message.as_bytes()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", "Le lavoir est fermé, l’été aussi".encode("cp1252"), ["lavoir est fermé"]),
        ("a.html", b"<p>Le <b>lavoir</b> &eacute;t&eacute;</p><script>x</script>", ["lavoir été"]),
        ("a.csv", b"lieu;prix\nLavoir;12\n", ["Lavoir;12"]),
        ("a.pdf", written_pdf("Le lavoir est ferm\xe9 pour travaux"), ["lavoir est fermé"]),
        ("a.docx", documents.docx("Le lavoir", "Fermé l’été"), ["Le lavoir\nFermé l’été"]),
        ("a.xlsx", documents.xlsx("F", ["Lieu"], [["Lavoir"], [12]]), ["Lieu", "Lavoir"]),
        (
            "a.odt",
            odt(f"<o {TEXT_NS}><text:p>Le <text:span>vieux</text:span> lavoir</text:p></o>"),
            ["Le vieux lavoir"],
        ),
        ("a.eml", mail(), ["Devis de charpente", "Paule", "devis.docx", "Zinguerie en cuivre"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_words_of_a_content_are_read(
    town: Town, put: Put, name: str, content: bytes, words: list[str]
) -> None:
    text, row = read(put(town.actor("agent"), town.space.pk, name, content))
    assert row.state == PreviewState.READY
    assert [one for one in words if one not in text] == []
    assert row.ocr_pages == 0


@needs_ocr
@pytest.mark.parametrize("name", ["scan.pdf", "scan.png"])
def test_scans_are_read_off_their_picture(town: Town, put: Put, name: str) -> None:
    page = Image.new("RGB", (1200, 400), "white")
    draw = ImageDraw.Draw(page)
    draw.text((60, 120), "Le lavoir municipal", fill="black", font=ImageFont.load_default(72))
    out = io.BytesIO()
    page.save(out, name.rpartition(".")[2].upper())
    text, row = read(put(town.actor("agent"), town.space.pk, name, out.getvalue()))
    assert "lavoir" in text
    assert row.ocr_pages == 1


@needs_office
def test_old_office_documents_go_through_libreoffice(town: Town, put: Put) -> None:
    rtf = rb"{\rtf1\ansi Le lavoir communal\par}"
    text, _row = read(put(town.actor("agent"), town.space.pk, "a.rtf", rtf))
    assert "lavoir communal" in text


def bomb() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return odt(f'<!DOCTYPE o [<!ENTITY a0 "lavoir">{entities}]><o {TEXT_NS}>&a11;</o>')


@pytest.mark.parametrize(
    ("name", "content", "trouble"),
    [
        ("a.pdf", b"%PDF-1.4\nrien\n%%EOF", Trouble.BROKEN),
        ("a.odt", bomb(), Trouble.BROKEN),
        ("a.odt", odt("<o><p>jamais fini"), Trouble.BROKEN),
    ],
    ids=["not a pdf", "entities", "cut xml"],
)
def test_hostile_and_broken_contents_end_in_a_word(
    town: Town, put: Put, name: str, content: bytes, trouble: Trouble
) -> None:
    text, row = read(put(town.actor("agent"), town.space.pk, name, content))
    assert (row.state, row.trouble, text) == (PreviewState.FAILED, trouble, "")


def test_long_text_is_cut_and_said_so(town: Town, put: Put) -> None:
    text, row = read(put(town.actor("agent"), town.space.pk, "a.txt", b"mot " * 300_000))
    assert len(text) <= child.MAX_TEXT
    assert row.is_cut


def test_content_is_read_once_and_lies_sealed(town: Town, put: Put) -> None:
    agent = town.actor("agent")
    first = put(agent, town.space.pk, "a.txt", b"Le lavoir secret")
    second = put(agent, town.space.pk, "b.txt", b"Le lavoir secret")
    assert "lavoir" in read(first)[0]
    ensure_text(second)
    assert ContentText.objects.count() == 1
    assert read_content(second.blob_id) is None
    assert "lavoir" in text_of(Item.objects.get(pk=second.file_id))
    told = Event.objects.filter(type="files.text_read").values_list("item_id", flat=True)
    assert set(told) == {first.file_id, second.file_id}
    kept = [path for path in (django_settings.DATA_DIR / "blobs").rglob("*") if path.is_file()]
    assert kept
    assert not any(b"lavoir" in path.read_bytes() for path in kept)


def test_shut_contents_are_neither_read_nor_given(town: Town, put: Put) -> None:
    version = put(town.actor("agent"), town.space.pk, "a.txt", b"Le lavoir")
    assert "lavoir" in read(version)[0]
    FileVersion.objects.filter(pk=version.pk).update(verdict=Verdict.INFECTED)
    assert text_of(Item.objects.get(pk=version.file_id)) == ""
    other = put(town.actor("agent"), town.space.pk, "b.txt", b"Autre")
    FileVersion.objects.filter(pk=other.pk).update(verdict=Verdict.WAITING)
    assert ask_for_missing() == 0


def test_missing_texts_are_asked_for_and_orphans_go(town: Town, put: Put) -> None:
    version = put(town.actor("agent"), town.space.pk, "a.txt", b"Le lavoir")
    assert ask_for_missing() == 1
    assert ask_for_missing() == 0
    Item.objects.filter(pk=version.file_id).delete()
    assert sweep_texts() == 1
