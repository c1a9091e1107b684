"""The directory as a file: the columns of the import, so that it can come back."""

import csv
import io
from collections.abc import Iterator

from django.db.models import F, QuerySet
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from parvis.apps.directory.models import Function, GroupMember, Party, Person
from parvis.kernel.actors import Actor, OrganisationRole

HEADERS = (
    "Nom",
    "Prénom",
    "Courriel",
    "Téléphone",
    "Portable",
    "Poste",
    "Service",
    "Service parent",
    "Responsable du service",
    "Fonctions",
    "Groupes",
    "Élu",
    "En charge de",
    "Bureau",
    "Identifiant",
)
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula (OWASP, CSV injection).

    A leading apostrophe says "this is text"; telephone numbers keep their plus sign, because
    nothing but figures and spaces follows it.
    """
    if not text.startswith(_RISKY):
        return text
    is_phone = text[0] == "+" and text[1:].replace(" ", "").isdigit()
    return text if is_phone else f"'{text}"


def lines_of(actor: Actor, parties: QuerySet[Party]) -> Iterator[list[str]]:
    """Return the persons among `parties`, a line each; guests are left out."""
    held: dict[object, list[str]] = {}
    functions = Function.objects.filter(
        party__organisation_id=actor.organisation_id, party__left_at__isnull=True
    ).order_by("position")
    for holder_id, name in functions.values_list("holder_id", "party__name"):
        held.setdefault(holder_id, []).append(name)
    groups: dict[object, list[str]] = {}
    members = GroupMember.objects.filter(
        group__party__organisation_id=actor.organisation_id, group__party__left_at__isnull=True
    ).order_by("group__party__sort_name")
    for person_id, name in members.values_list("person_id", "group__party__name"):
        groups.setdefault(person_id, []).append(name)
    persons = (
        Person.objects.filter(pk__in=parties.order_by().values("pk"))
        .exclude(role=OrganisationRole.GUEST)
        .annotate(
            place=F("department__party__name"),
            above=F("department__parent__party__name"),
            chief_id=F("department__head_id"),
        )
        .order_by("party__sort_name")
    )
    for person in persons.iterator(chunk_size=1_000):
        yield [
            person.family_name,
            person.given_name,
            person.email,
            person.phone,
            person.mobile,
            person.job_title,
            person.place or "",
            person.above or "",
            "oui" if person.chief_id == person.pk else "",
            "; ".join(held.get(person.pk, [])),
            "; ".join(groups.get(person.pk, [])),
            "oui" if person.is_elected else "",
            person.in_charge_of,
            person.office,
            person.external_id,
        ]


def as_csv(lines: Iterator[list[str]]) -> bytes:
    """Return lines as CSV for French spreadsheets: semicolons, UTF-8 with its mark."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows([harmless(text) for text in line] for line in lines)
    return target.getvalue().encode("utf-8-sig")


def as_xlsx(lines: Iterator[list[str]]) -> bytes:
    """Return lines as a workbook whose every cell is text, never a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Annuaire")
    sheet.freeze_panes = "A2"
    for column, header in enumerate(HEADERS):
        sheet.column_dimensions["ABCDEFGHIJKLMNO"[column]].width = max(14, len(header) + 4)
    bold = []
    for header in HEADERS:
        cell = WriteOnlyCell(sheet, header)
        cell.font = Font(bold=True)
        bold.append(cell)
    sheet.append(bold)
    for line in lines:
        cells = []
        for text in line:
            cell = WriteOnlyCell(sheet, harmless(text))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def file_name(kind: str) -> str:
    """Return the name of an export of today."""
    return f"annuaire-{timezone.localdate():%Y-%m-%d}.{kind}"
