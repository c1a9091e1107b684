"""The documents of the demonstration town, made on the spot: nothing is shipped."""

import io
import textwrap
import zipfile
from datetime import date
from email.message import EmailMessage
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Font
from PIL import Image, ImageDraw

INK, LINE, BRAND = "0.11 0.14 0.2", "0.85 0.83 0.78", "0.12 0.37 0.36"  # red green blue
FIRST_PAGE = 6  # the number of its object


def pdf(title: str, *paragraphs: str, pages: int = 1) -> bytes:
    """Return a PDF (ISO 32000-1) of A4 pages: a title and paragraphs, as text in Helvetica.

    Its fonts are two of the standard fourteen, whose WinAnsiEncoding holds all of French.
    """
    kids = " ".join(f"{FIRST_PAGE + 2 * number} 0 R" for number in range(pages))
    name = title.encode("utf-16-be").hex()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        _font("Helvetica"),
        _font("Helvetica-Bold"),
        f"<< /Title <feff{name}> >>".encode(),
    ]
    for number in range(pages):
        drawn = _drawing(title, paragraphs, f"{number + 1} / {pages}")
        fonts = "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
        content = f"/Contents {FIRST_PAGE + 2 * number + 1} 0 R"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {fonts} {content} >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        ]
    return _file(objects)


def _font(name: str) -> bytes:
    font = f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
    return font.encode()


def _file(objects: list[bytes]) -> bytes:
    """Return the objects numbered from 1, with the table of where each begins."""
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def _drawing(title: str, paragraphs: tuple[str, ...], folio: str) -> bytes:
    """Return what draws a page: the town's mark, the title, a line, the paragraphs, the folio."""
    parts = [f"{BRAND} rg 50 764 28 28 re f".encode()]
    parts.append(_line("Mairie de Bourg-la-Halle", x=88, y=773, size=13))
    y = 715
    for line in textwrap.wrap(title, 40):
        parts.append(_line(line, y=y, size=21, is_bold=True))
        y -= 28
    parts.append(f"{LINE} RG 1.2 w 50 {y + 10} m 545 {y + 10} l S".encode())
    y -= 18
    for paragraph in paragraphs:
        for line in textwrap.wrap(paragraph, 84):
            parts.append(_line(line, y=y, size=11.5))
            y -= 17
        y -= 10
    return b"\n".join([*parts, _line(folio, y=42, size=9)])


def _line(text: str, *, y: int, size: float, x: int = 50, is_bold: bool = False) -> bytes:
    plain = text.replace("\u202f", "\u00a0").encode("cp1252", "replace")
    safe = plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    start = f"{INK} rg BT /F{2 if is_bold else 1} {size} Tf {x} {y} Td (".encode()
    return start + safe + b") Tj ET"


_CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.\
wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/\
officeDocument" Target="word/document.xml"/></Relationships>"""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(title: str, *paragraphs: str) -> bytes:
    """Return a minimal text document (ECMA-376): a bold title and paragraphs."""

    def run(text: str, properties: str = "") -> str:
        return f"<w:p><w:r>{properties}<w:t xml:space='preserve'>{escape(text)}</w:t></w:r></w:p>"

    body = run(title, "<w:rPr><w:b/><w:sz w:val='36'/></w:rPr>") + "".join(map(run, paragraphs))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _CONTENT_TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr(
            "word/document.xml",
            f"<?xml version='1.0' encoding='UTF-8'?><w:document xmlns:w='{_WORD}'>"
            f"<w:body>{body}</w:body></w:document>",
        )
    return out.getvalue()


def xlsx(title: str, header: list[str], rows: list[list[object]]) -> bytes:
    """Return a spreadsheet of one sheet with a bold header."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title[:31]
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, name in zip("ABCDEFGH", header, strict=False):
        sheet.column_dimensions[column].width = max(14, len(name) + 4)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def picture(seed: int) -> bytes:
    """Return a JPEG that stands for a photograph of the market hall, its sky by `seed`."""
    image = Image.new("RGB", (1200, 800), (214 - seed * 9, 228 - seed * 3, 240))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 560, 1200, 800), fill=(203, 190, 168))
    draw.polygon([(150, 360), (600, 170), (1050, 360)], fill=(150, 82, 52))
    draw.rectangle((190, 360, 1010, 385), fill=(96, 62, 44))
    for x in range(200, 1001, 133):
        draw.rectangle((x, 385, x + 26, 600), fill=(112, 74, 52))
    for step in range(3):
        left, right = 300 + step * 190, 430 + step * 190
        draw.rectangle((left, 470, right, 600), fill=(31, 95 + step * 20, 91))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def mail(sender: str, subject: str, day: date, *paragraphs: str) -> bytes:
    """Return a message (RFC 5322) as a mail program would have saved it."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "mairie@bourg-la-halle.example"
    message["Subject"] = subject
    message["Date"] = f"{day:%a, %d %b %Y} 09:12:00 +0200"
    message.set_content("\n\n".join(paragraphs))
    return message.as_bytes()
