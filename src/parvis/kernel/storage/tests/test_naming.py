import re
import unicodedata
from urllib.parse import unquote

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.http import parse_options_header

from parvis.kernel.storage.naming import (
    InvalidNameError,
    clean_name,
    disposition,
    numbered_name,
    portable_name,
)

anything = st.text(max_size=400) | st.text(
    alphabet=st.sampled_from("./\\ \t\0\u202e\u200b:*?\"<>|%'éà🎉aCONnul1."), max_size=60
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Délibération n° 12.pdf", "Délibération n° 12.pdf"),
        ("De\u0301libe\u0301ration.pdf", "Délibération.pdf"),
        ("Compte\u00a0rendu :  réunion ?.docx", "Compte rendu : réunion ?.docx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\maire\\Devis.pdf", "Devis.pdf"),
        ("file:///etc/passwd", "passwd"),
        ("Devis 12/2024.pdf", "Devis 12-2024.pdf"),
        ("a/../b", "b"),
        (" . .. .htaccess", "htaccess"),
        ("rapport. . .", "rapport"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("\u2066plan\u2069\u200b\ufeff.pdf", "plan.pdf"),
        ("ligne\r\nSet-Cookie: x.pdf", "ligne Set-Cookie: x.pdf"),
        ("nul\0.pdf", "nul_.pdf"),
        ("CON", "CON_"),
        ("con.tar.gz", "con_.tar.gz"),
        ("LPT¹ .txt", "LPT¹_ .txt"),
        ("COM10.txt", "COM10.txt"),
        ("Conseil.txt", "Conseil.txt"),
        ("a\ud800b", "ab"),
        ("🎉 fête 🎉", "🎉 fête 🎉"),
        ("a" * 10_000 + ".pdf", "a" * 251 + ".pdf"),
        ("é" * 10_000 + ".docx", "é" * 125 + ".docx"),
        ("a." + "b" * 10_000, "a." + "b" * 253),
    ],
)
def test_name_is_cleaned(raw: str, clean: str) -> None:
    assert clean_name(raw) == clean


@pytest.mark.parametrize(
    "raw", ["", " ", ".", "..", "...", "/", "\\", "../", "\0", "\u202e\u200b", "\u3164", "\u2800 ."]
)
def test_name_of_nothing_is_refused_plainly(raw: str) -> None:
    with translation.override("en"), pytest.raises(InvalidNameError, match="empty") as caught:
        clean_name(raw)
    assert (caught.value.status, caught.value.code) == (422, "invalid_name")


@given(anything)
@example("a" * 250 + "\u0301" * 40 + ".pdf")
@example("x" * 253 + " .")
def test_clean_name_is_safe_and_stays_as_it_is(raw: str) -> None:
    try:
        name = clean_name(raw)
    except InvalidNameError:
        return
    assert 0 < len(name.encode()) <= 255
    assert name == clean_name(name)
    assert unicodedata.is_normalized("NFC", name)
    assert name == name.strip(" .")
    assert not re.search(r"[/\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f]", name)
    assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)( *\..*)?", name)


@given(anything)
def test_portable_name_opens_on_windows(raw: str) -> None:
    try:
        name = portable_name(raw)
    except InvalidNameError:
        return
    assert not re.search(r'[<>:"|?*\\/]', name)
    assert name == portable_name(name)


@given(anything, st.integers(2, 10_000))
def test_numbered_name_is_clean_and_keeps_its_extension(raw: str, number: int) -> None:
    try:
        name = clean_name(raw)
    except InvalidNameError:
        return
    numbered = numbered_name(name, number)
    assert f"({number})" in numbered
    assert len(numbered.encode()) <= 255


def test_numbered_name_reads_well() -> None:
    assert numbered_name("plan.pdf", 2) == "plan (2).pdf"
    assert numbered_name("Réunion du 3. mai", 2) == "Réunion du 3. mai (2)"
    assert numbered_name("a" * 251 + ".pdf", 3) == "a" * 247 + " (3).pdf"


@given(st.text(max_size=300), st.booleans())
def test_disposition_carries_any_name(name: str, is_inline: bool) -> None:
    value = disposition(name, is_inline=is_inline)
    assert value.isascii()
    assert value.isprintable()
    kind, _, rest = value.partition("; ")
    assert kind == ("inline" if is_inline else "attachment")
    found = re.fullmatch(r"filename=\"([^\"\\]*)\"(?:; filename\*=UTF-8''([^;\s\"]*))?", rest)
    assert found is not None
    received = found[1] if found[2] is None else unquote(found[2])
    assert received == name.encode(errors="replace").decode()


def test_disposition_is_read_by_others() -> None:
    name = 'Délibération "n° 12" – été.pdf'
    kind, options = parse_options_header(disposition(name))
    assert (kind, options["filename"]) == ("attachment", name)
    assert disposition("plan.pdf") == 'attachment; filename="plan.pdf"'
