"""What an import would do: each line judged against the directory and the lines before it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from parvis.apps.directory.imports.columns import LABELS
from parvis.apps.directory.imports.reading import Line
from parvis.apps.directory.imports.snapshots import Known, Snapshot, read_snapshot
from parvis.apps.directory.imports.values import TEXTS, Values, read_values
from parvis.kernel.actors import OrganisationRole
from parvis.kernel.texts import folded


class Status(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass
class Difference:
    key: str
    before: str
    after: str

    @property
    def label(self) -> str:
        return str(LABELS[self.key])


@dataclass
class LinePlan:
    """What becomes of a line; `person` is the id of the person that it speaks of, "" for a new one.

    `texts` are the columns to write; lists hold folded names, found in `Plan` or the directory.
    """

    number: int
    name: str
    status: str = Status.NEW
    person: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    is_elected: bool | None = None
    department: str = ""
    heads: str = ""
    functions: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    delegations: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """All the lines, and what they need that isn't there: folded name → name.

    `parents` gives, for a department (folded name), the one above.
    """

    lines: list[LinePlan] = field(default_factory=list)
    departments: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(line.status for line in self.lines)
        return {status: found[status] for status in Status}

    def plain(self) -> dict[str, Any]:
        """Return the plan as plain values, to be kept as JSON."""
        lines = [
            {**vars(line), "differences": [vars(one) for one in line.differences]}
            for line in self.lines
        ]
        return {**vars(self), "lines": lines}


def digest_of(plain: dict[str, Any]) -> str:
    """Return what tells a plan from another: all that it would write, and upon what."""
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Planner:
    """Judges lines in order; holds what earlier lines have claimed."""

    def __init__(self, snapshot: Snapshot, mapping: Sequence[str]) -> None:
        self.known = snapshot
        self.mapping = mapping
        self.plan = Plan()
        self.taken: dict[str, int] = {}
        self.heads: dict[str, int] = {}
        self.holders: dict[str, int] = {}
        self.parent_lines: dict[str, LinePlan] = {}

    def add(self, line: Line) -> None:
        values = read_values(line.cells, self.mapping)
        planned = LinePlan(number=line.number, name=values.name or _("(no name)"))
        planned.errors += values.errors
        person = self._match(values, planned)
        self._claim(values, planned, person)
        if not planned.errors:
            self._compare(values, planned, person)
            self._place(values, planned, person)
            self._lists(values, planned, person)
        if planned.errors:
            planned.status = Status.ERROR
        elif person:
            planned.person = str(person.pk)
            planned.status = Status.CHANGED if planned.differences else Status.UNCHANGED
        self.plan.lines.append(planned)

    def _match(self, values: Values, planned: LinePlan) -> Known | None:
        """Find whom a line speaks of: by identifier, by e-mail, then by name and department."""
        by_id = self.known.by_external_id.get(folded(values.texts.get("external_id", "")))
        by_email = self.known.by_email.get(values.texts.get("email", ""))
        if by_id and by_email and by_id is not by_email:
            message = _("The identifier is that of %(one)s and the e-mail that of %(other)s.")
            planned.errors.append(message % {"one": by_id.name, "other": by_email.name})
        found = by_id or by_email or self._by_name(values, planned)
        if found and found.role == OrganisationRole.GUEST:
            planned.errors.append(_("This is an outside partner: their page is changed by hand."))
        elif found and found.has_left:
            message = _("%(name)s has left: record their return first.")
            planned.errors.append(message % {"name": found.name})
        return found

    def _by_name(self, values: Values, planned: LinePlan) -> Known | None:
        same = self.known.by_name.get(folded(values.name), [])
        email, external_id = values.texts.get("email"), values.texts.get("external_id")
        same = [
            one
            for one in same
            if not (email and one.texts["email"]) and not (external_id and one.texts["external_id"])
        ]
        if values.department and same:
            elsewhere = same[0].department
            same = [one for one in same if folded(one.department) == folded(values.department)]
            if not same:
                message = _("Somebody of this name is elsewhere (%(place)s): check who it is.")
                place = elsewhere or _("no department")
                planned.warnings.append(message % {"place": place})
        if len(same) > 1:
            message = _("Several people have this name: add an e-mail address or an identifier.")
            planned.errors.append(message)
            return None
        if same:
            planned.warnings.append(_("Recognised by name only: check that it is the same person."))
            return same[0]
        return None

    def _claim(self, values: Values, planned: LinePlan, person: Known | None) -> None:
        """Refuse a person, an e-mail or an identifier that an earlier line speaks of already."""
        place = folded(values.department)
        marks = [f"person {person.pk}" if person else f"name {folded(values.name)} in {place}"]
        marks += [f"email {values.texts['email']}"] if values.texts.get("email") else []
        external_id = folded(values.texts.get("external_id", ""))
        marks += [f"id {external_id}"] if external_id else []
        if not person and len(marks) > 1:
            marks = marks[1:]
        earlier = next((self.taken[mark] for mark in marks if mark in self.taken), None)
        if earlier:
            message = _("The same person is at line %(number)s: keep one of the two.")
            planned.errors.append(message % {"number": earlier})
        for mark in marks:
            self.taken.setdefault(mark, planned.number)

    def _differ(self, planned: LinePlan, key: str, before: str, after: str) -> None:
        planned.differences.append(Difference(key, before, after))

    def _compare(self, values: Values, planned: LinePlan, person: Known | None) -> None:
        for key in TEXTS:
            text = values.texts.get(key, "")
            before = person.texts[key] if person else ""
            if text and text != before:
                planned.texts[key] = text
                if person:
                    self._differ(planned, key, before, text)
        before_elected = person.is_elected if person else False
        if values.is_elected is not None and values.is_elected != before_elected:
            planned.is_elected = values.is_elected
            if person:
                words = {True: _("yes"), False: _("no")}
                self._differ(
                    planned, "is_elected", words[before_elected], words[not before_elected]
                )
        if person and {"given_name", "family_name"} <= set(planned.texts):
            message = _("This is today the identifier or the e-mail of %(name)s: check who it is.")
            planned.warnings.append(message % {"name": person.name})
        is_higher = person and OrganisationRole(person.role).rank > OrganisationRole.MEMBER.rank
        if is_higher and "email" in planned.texts:
            planned.warnings.append(_("This person manages or administers: check the new address."))

    def _place(self, values: Values, planned: LinePlan, person: Known | None) -> None:
        """Put the person in a department, found by name or made; and name its head."""
        if not values.department:
            return
        key = folded(values.department)
        self._need_department(values, planned, key)
        if not person or folded(person.department) != key:
            planned.department = key
            if person:
                self._differ(planned, "department", person.department, values.department)
        if not values.is_head:
            return
        earlier = self.heads.setdefault(key, planned.number)
        if earlier != planned.number:
            message = _("Line %(number)s answers for this department already: keep one of the two.")
            planned.errors.append(message % {"number": earlier})
            return
        before = self.known.heads.get(key, "")
        if not person or before != person.name:
            planned.heads = key
            if person:
                self._differ(planned, "is_head", before, person.name)

    def _need_department(self, values: Values, planned: LinePlan, key: str) -> None:
        above = folded(values.parent)
        if key not in self.known.departments:
            self.plan.departments.setdefault(key, values.department)
        if not above:
            return
        if above not in self.known.departments:
            self.plan.departments.setdefault(above, values.parent)
        planned_above = self.plan.parents.get(key)
        known_above = self.known.parents.get(key, "")
        if above in {planned_above, known_above}:
            return
        if planned_above or known_above:
            message = _("“%(name)s” is elsewhere in the chart: it is left where it is.")
            planned.warnings.append(message % {"name": values.department})
            return
        way = self._way_up(key, above)
        if way:
            message = _("A department can't be below itself: %(path)s. Correct one of the lines.")
            planned.errors.append(message % {"path": " › ".join(way)})
            return
        self.plan.parents[key] = above
        self.parent_lines[key] = planned
        if key in self.known.departments:
            self._differ(planned, "parent", known_above, values.parent)

    def finish(self) -> Plan:
        """Leave out what only lines with errors asked for."""
        good = [line for line in self.plan.lines if line.status != Status.ERROR]
        plan = self.plan
        plan.parents = {
            key: above
            for key, above in plan.parents.items()
            if self.parent_lines[key].status != Status.ERROR
        }
        needed = {key for line in good for key in (line.department, line.heads) if key}
        for key in [*needed, *plan.parents]:
            here = key
            while here := plan.parents.get(here, ""):
                needed.add(here)
        plan.departments = {k: name for k, name in plan.departments.items() if k in needed}
        functions = {key for line in good for key in line.functions}
        groups = {key for line in good for key in line.groups}
        plan.functions = {k: name for k, name in plan.functions.items() if k in functions}
        plan.groups = {k: name for k, name in plan.groups.items() if k in groups}
        return plan

    def _way_up(self, key: str, above: str) -> list[str]:
        """Return the way from a department up to itself, or nothing."""
        way, here = [key], above
        while here and here not in way:
            way.append(here)
            here = self.plan.parents.get(here) or self.known.parents.get(here, "")
        if here != key:
            return []
        names = {**self.known.departments, **self.plan.departments}
        return [names.get(one, one) for one in reversed([*way, key])]

    def _lists(self, values: Values, planned: LinePlan, person: Known | None) -> None:
        for name in values.functions:
            self._function(planned, person, folded(name), name)
        for name in values.groups:
            self._group(planned, person, folded(name), name)
        is_elected = values.is_elected or (person and person.is_elected)
        for subject in values.delegations:
            if not is_elected:
                message = _("A delegation is for an elected official: write “oui” under “Élu”.")
                planned.errors.append(message)
                return
            if not person or folded(subject) not in person.delegations:
                planned.delegations.append(subject)
                if person:
                    self._differ(planned, "delegations", "", subject)

    def _group(self, planned: LinePlan, person: Known | None, key: str, name: str) -> None:
        if key in self.known.kept_groups:
            message = _("“%(name)s” follows the roles by itself: it is left as it is.")
            planned.warnings.append(message % {"name": name})
            return
        if key not in self.known.groups:
            self.plan.groups.setdefault(key, name)
        if not person or key not in person.groups:
            planned.groups.append(key)
            if person:
                self._differ(planned, "groups", "", name)

    def _function(self, planned: LinePlan, person: Known | None, key: str, name: str) -> None:
        earlier = self.holders.setdefault(key, planned.number)
        if earlier != planned.number:
            message = _("“%(name)s” is held by line %(number)s already: keep one of the two.")
            planned.errors.append(message % {"name": name, "number": earlier})
            return
        if key not in self.known.functions:
            self.plan.functions.setdefault(key, name)
        before = self.known.functions.get(key)
        if person and before and before.holder == person.pk:
            return
        planned.functions.append(key)
        if person:
            self._differ(planned, "functions", "", name)
        if before and before.holder_name:
            message = _("“%(name)s” passes from %(before)s to this person.")
            planned.warnings.append(message % {"name": name, "before": before.holder_name})


def make_plan(organisation_id: UUID, lines: Iterable[Line], mapping: Sequence[str]) -> Plan:
    """Judge every line of a list; nothing is written."""
    planner = Planner(read_snapshot(organisation_id), mapping)
    for line in lines:
        planner.add(line)
    return planner.finish()
