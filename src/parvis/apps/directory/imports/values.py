"""One line of a list, understood: texts checked, numbers mended, yes and no told apart."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from parvis.apps.directory.imports.columns import LABELS
from parvis.apps.directory.models import Person
from parvis.kernel.texts import clean_line, folded

TEXTS = (
    "family_name",
    "given_name",
    "email",
    "phone",
    "mobile",
    "job_title",
    "in_charge_of",
    "office",
    "external_id",
)
_LISTED = re.compile(r"[;|\n]+")
_YES = frozenset(("oui", "o", "x", "1", "vrai", "true", "yes", "y", "elu", "elue", "elu(e)"))
_NO = frozenset(("non", "n", "0", "faux", "false", "no", "agent", "agente"))
_LONGEST_NAME = 160
MOST_LISTED = 30


@dataclass
class Values:
    """What a line says; empty texts and None say nothing, and change nothing."""

    texts: dict[str, str] = field(default_factory=dict)
    department: str = ""
    parent: str = ""
    is_head: bool | None = None
    is_elected: bool | None = None
    functions: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    delegations: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.texts.get('given_name', '')} {self.texts.get('family_name', '')}".strip()


def split_name(full: str) -> tuple[str, str]:
    """Return the given and the family name of "MARTIN Claire", "Claire Martin", "Martin, Claire".

    Words in capitals are the family name; else the first word is the given name.
    """
    if "," in full:
        family, given = full.split(",", maxsplit=1)
        return given.strip(), family.strip()
    words = full.split()
    capitals = [word for word in words if len(word) > 1 and word == word.upper()]
    if capitals and len(capitals) < len(words):
        rest = [word for word in words if word not in capitals]
        return " ".join(rest), " ".join(capitals).title()
    return (words[0], " ".join(words[1:])) if len(words) > 1 else ("", full)


def _limit(key: str) -> int:
    limit = getattr(Person._meta.get_field(key), "max_length", None)  # noqa: SLF001 -- documented
    return limit or 5_000


def _mended_phone(text: str) -> str:
    """Give back the zero that spreadsheets take from numbers."""
    plain = text.replace(" ", "").replace("\u00a0", "")
    return f"0{plain}" if len(plain) == 9 and plain.isdigit() and plain[0] != "0" else text


def _truth(values: Values, key: str, text: str) -> bool | None:
    plain = folded(text)
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    if plain:
        message = _("“%(column)s” says “%(value)s”: write “oui” or “non”.")
        values.errors.append(message % {"column": LABELS[key], "value": text[:40]})
    return None


def _listed(values: Values, key: str, text: str) -> list[str]:
    names: dict[str, str] = {}
    for part in _LISTED.split(text):
        name = clean_line(part)
        if folded(name):
            names.setdefault(folded(name), name)
    if len(names) > MOST_LISTED or any(len(name) > _LONGEST_NAME for name in names.values()):
        message = _("“%(column)s” is too long: shorten it, with “;” between the names.")
        values.errors.append(message % {"column": LABELS[key]})
        return []
    return list(names.values())


def _named(values: Values, key: str, text: str) -> str:
    name = clean_line(text)
    if len(name) > _LONGEST_NAME:
        message = _("“%(column)s” is longer than %(limit)s signs: shorten it.")
        values.errors.append(message % {"column": LABELS[key], "limit": _LONGEST_NAME})
        return ""
    return name if folded(name) else ""


def read_values(cells: Sequence[str], mapping: Sequence[str]) -> Values:
    """Understand the cells of a line by the mapping of its columns."""
    said: Mapping[str, str] = {key: cell for key, cell in zip(mapping, cells, strict=False) if key}
    values = Values()
    given = dict(said)
    if given.get("full_name"):
        first, last = split_name(clean_line(given["full_name"]))
        given.setdefault("given_name", first)
        given.setdefault("family_name", last)
    for key in TEXTS:
        text = given.get(key, "")
        text = text.strip() if key == "in_charge_of" else clean_line(text)
        if key in {"phone", "mobile"}:
            text = _mended_phone(text)
        if len(text) > _limit(key):
            message = _("“%(column)s” is longer than %(limit)s signs: shorten it.")
            values.errors.append(message % {"column": LABELS[key], "limit": _limit(key)})
        elif text:
            values.texts[key] = text
    _check_identity(values)
    values.department = _named(values, "department", said.get("department", ""))
    values.parent = _named(values, "parent", said.get("parent", ""))
    values.is_head = _truth(values, "is_head", said.get("is_head", ""))
    values.is_elected = _truth(values, "is_elected", said.get("is_elected", ""))
    values.functions = _listed(values, "functions", said.get("functions", ""))
    values.groups = _listed(values, "groups", said.get("groups", ""))
    values.delegations = _listed(values, "delegations", said.get("delegations", ""))
    if values.is_head and not values.department:
        values.errors.append(_("This person answers for a department that is not given: add it."))
    return values


def _check_identity(values: Values) -> None:
    if not folded(values.name):
        values.errors.append(_("The name is missing: add it."))
    email = values.texts.get("email", "")
    if email:
        email = email.removeprefix("mailto:").strip("<>").lower()
        values.texts["email"] = email
        try:
            validate_email(email)
        except ValidationError:
            message = _("“%(email)s” is not an e-mail address: correct it, or leave it empty.")
            values.errors.append(message % {"email": email[:60]})
