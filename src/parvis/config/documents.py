"""The table of variables in `docs/operations.md`, written from the class that validates them."""

from pathlib import Path

from parvis.config.environment import Environment

HEAD = "| Variable | Default | What it is |\n|---|---|---|\n"


def variables_table() -> str:
    """Return the Markdown table of every variable, in the order of the class."""
    rows = []
    for name, field in Environment.model_fields.items():
        default = "" if field.default == "" else f"`{_shown(field.default)}`"
        rows.append(f"| `{name.upper()}` | {default} | {field.description} |\n")
    return HEAD + "".join(rows)


def _shown(value: object) -> str:
    if isinstance(value, Path):
        return f"./{value}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def write_table(path: Path) -> None:
    """Put the table in its place in a document."""
    before, opening, rest = path.read_text(encoding="utf-8").partition("<!-- variables -->\n")
    _, closing, after = rest.partition("<!-- /variables -->")
    path.write_text(before + opening + variables_table() + closing + after, encoding="utf-8")


if __name__ == "__main__":
    write_table(Path("docs/operations.md"))
