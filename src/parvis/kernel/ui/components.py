"""The components as their templates declare them, and a check of how the templates use them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "templates" / "cotton"
PASSED_ON = ("aria-", "data-", "hx-")
NATIVE = """
    autocapitalize download enterkeyhint form formaction formmethod formnovalidate hidden inputmode
    lang list max maxlength min minlength pattern readonly rel role spellcheck step tabindex target
"""
ALWAYS = frozenset(("attrs", "class", "id", "title", *NATIVE.split()))
_TAG = re.compile(
    r"<c-([a-z][a-z0-9.-]*)((?:\s+[^\s/>\"'=<>`]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*/?>"
)
_ATTRIBUTE = re.compile(r"([^\s/>\"'=<>`]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|\S+))?")
_COMMENT = re.compile(r"{%\s*comment\s*%}(.*?){%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)
_TEMPLATE_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
_SLOT = re.compile(r"<c-slot\s+name=[\"']?([\w-]+)")


@dataclass(frozen=True, slots=True)
class Component:
    """What a component declares. `attributes`: name → default (None: it must be given)."""

    name: str
    purpose: str
    attributes: dict[str, str | None]
    passes_on: bool
    takes_content: bool


@dataclass(frozen=True, slots=True)
class Use:
    """A component as a template uses it; `dynamic`: the attributes bound with a colon."""

    component: str
    attributes: frozenset[str]
    dynamic: frozenset[str]


def _attributes(source: str) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for match in _ATTRIBUTE.finditer(_TEMPLATE_TAG.sub("", source)):
        value = match.group(2)
        found[match.group(1).removeprefix(":")] = None if value is None else value.strip("\"'")
    return found


def read_component(path: Path) -> Component:
    """Read what the template of a component declares."""
    source = path.read_text(encoding="utf-8")
    comment = _COMMENT.search(source)
    declared = re.search(r"<c-vars\s(.*?)/>", source, re.DOTALL)
    return Component(
        name=path.stem.replace("_", "-"),
        purpose=(comment.group(1) or "").strip() if comment else "",
        attributes=_attributes(declared.group(1)) if declared else {},
        passes_on="{{ attrs }}" in source,
        takes_content="{{ slot }}" in source,
    )


@cache
def components() -> dict[str, Component]:
    """Return the components by name."""
    found = (read_component(path) for path in sorted(FOLDER.glob("*.html")))
    return {component.name: component for component in found}


def uses(source: str) -> Iterator[Use]:
    """Find every use of a component in the source of a template."""
    source = _COMMENT.sub("", source)
    for match in _TAG.finditer(_neutral(source)):
        name = match.group(1)
        if name in {"vars", "slot"}:
            continue
        names = [found.group(1) for found in _ATTRIBUTE.finditer(match.group(2))]
        yield Use(
            component=name,
            attributes=frozenset(one.removeprefix(":") for one in names),
            dynamic=frozenset(one[1:] for one in names if one.startswith(":")),
        )


def slots(source: str) -> set[str]:
    """Return the names of the slots that a template fills."""
    return set(_SLOT.findall(_COMMENT.sub("", source)))


def faults(source: str) -> list[str]:
    """Say what is wrong with the components that a template uses."""
    found = []
    for use in uses(source):
        component = components().get(use.component)
        if component is None:
            found.append(f"<c-{use.component}> does not exist")
            continue
        declared = set(component.attributes)
        for name in sorted(use.attributes - declared):
            is_passed = name.startswith(PASSED_ON) or name in ALWAYS
            if not (is_passed and component.passes_on):
                found.append(f"<c-{use.component}> does not take {name}")
        found.extend(
            f'<c-{use.component}> would write :{name} unescaped; use {name}="{{{{ … }}}}"'
            for name in sorted(use.dynamic - declared - {"attrs"})
        )
        missing = {name for name, value in component.attributes.items() if value is None}
        missing -= use.attributes | slots(source)
        found.extend(f"<c-{use.component}> needs {name}" for name in sorted(missing))
    return found


def _neutral(source: str) -> str:
    """Blank out template tags, whose quotes would end an attribute too soon."""
    return _TEMPLATE_TAG.sub(lambda match: "_" * len(match.group()), source)
