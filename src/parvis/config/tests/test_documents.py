"""The table that operators read says what the program does."""

from pathlib import Path

from parvis.config.documents import variables_table

OPERATIONS = Path(__file__).resolve().parents[4] / "docs" / "operations.md"


def test_operations_document_every_variable() -> None:
    text = OPERATIONS.read_text(encoding="utf-8")
    table = text.partition("<!-- variables -->\n")[2].partition("<!-- /variables -->")[0]
    assert table == variables_table(), "run: python -m parvis.config.documents"
