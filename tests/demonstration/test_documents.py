"""The documents of the demonstration are documents: French, readable, their words can be found."""

import pypdfium2

from parvis.demonstration.documents import pdf


def test_pdf_says_its_french_words() -> None:
    title = "Séance du cœur d’été (n° 3)"
    document = pypdfium2.PdfDocument(pdf(title, "Coût estimé : 1 240 000 € HT.", pages=3))
    assert len(document) == 3
    assert document.get_metadata_value("Title") == title
    words = document[2].get_textpage().get_text_range()
    assert title in words
    assert "Coût estimé : 1 240 000 € HT." in words
    assert "3 / 3" in words
