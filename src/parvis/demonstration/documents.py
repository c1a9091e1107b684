"""The documents of the demonstration town, made on the spot: nothing is shipped."""

import io
import textwrap
import zipfile
from datetime import date
from email.message import EmailMessage
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Font
from PIL import Image, ImageDraw, ImageFont

INK, PAPER, LINE, BRAND = "#1d2433", "#ffffff", "#d9d4c8", "#1f5f5b"
A4_AT_100_DPI = (827, 1169)


def pdf(title: str, *paragraphs: str, pages: int = 1) -> bytes:
    """Return a PDF of A4 pages with a title and paragraphs, drawn as pictures."""
    drawn = [_page(title, paragraphs, number, pages) for number in range(1, pages + 1)]
    out = io.BytesIO()
    drawn[0].save(out, "PDF", save_all=True, append_images=drawn[1:], resolution=100, title=title)
    return out.getvalue()


def _page(title: str, paragraphs: tuple[str, ...], number: int, count: int) -> Image.Image:
    picture = Image.new("RGB", A4_AT_100_DPI, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((70, 70, 110, 110), fill=BRAND)
    draw.text((124, 78), "Mairie de Bourg-la-Halle", fill=INK, font=ImageFont.load_default(20))
    y = 170
    for line in textwrap.wrap(title, 38):
        draw.text((70, y), line, fill=INK, font=ImageFont.load_default(32))
        y += 42
    draw.line((70, y + 12, 757, y + 12), fill=LINE, width=2)
    y += 40
    font = ImageFont.load_default(17)
    for paragraph in paragraphs:
        for line in textwrap.wrap(paragraph, 82):
            draw.text((70, y), line, fill=INK, font=font)
            y += 25
        y += 14
    draw.text((70, 1110), f"{number} / {count}", fill=INK, font=ImageFont.load_default(14))
    return picture


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
