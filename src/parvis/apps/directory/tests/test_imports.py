import io
import time
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook
from tests.town import Town

from parvis.apps.directory import exports, services
from parvis.apps.directory.imports.columns import guess_mapping
from parvis.apps.directory.imports.reading import read_table
from parvis.apps.directory.imports.values import split_name
from parvis.apps.directory.models import (
    Delegation,
    Department,
    DirectoryImport,
    Function,
    GroupMember,
    Party,
    Person,
)
from parvis.kernel.errors import ConflictError, NotFoundError, RefusedError
from parvis.kernel.models import Event

ROOT = Path(__file__).resolve().parents[5]
BESIDE = [parent / "shared" / "samples" for parent in (ROOT.parent, ROOT.parents[1])]
SAMPLES = next((folder / "office" for folder in BESIDE if folder.is_dir()), BESIDE[0])
LIST = """\
Nom;Prénom;Courriel;Téléphone;Poste;Service;Service parent;Responsable du service;Fonctions;\
Groupes;Élu;Délégations
Martin;Claire;claire.martin@ville.test;344000001;Cheffe de service;Voirie;Services techniques;oui;\
;Halle | Travaux;;
Durand;Paul;paul.durand@ville.test;;Agent;Voirie;;;Régisseur;;;
Noël;Inès;;;;;;;Maire;;oui;Finances;
"""


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def start(town: Town, data: bytes | str, name: str = "liste.csv") -> DirectoryImport:
    content = data.encode() if isinstance(data, str) else data
    return services.start_import(actor=town.actor("admin"), file_name=name, data=content)


def statuses(pending: DirectoryImport) -> list[str]:
    return [line["status"] for line in pending.plan["lines"]]


def errors(pending: DirectoryImport) -> list[str]:
    return [text for line in pending.plan["lines"] for text in line["errors"]]


def state() -> tuple[int, ...]:
    models = (Party, Person, Department, Function, GroupMember, Delegation)
    return tuple(model.objects.count() for model in models)


def test_preview_writes_nothing_and_accepting_writes_it_all(town: Town) -> None:
    before = state()
    pending = start(town, LIST)
    assert state() == before
    assert statuses(pending) == ["new", "new", "new"]
    assert set(pending.plan["departments"].values()) == {"Voirie", "Services techniques"}
    services.accept_import(actor=town.actor("admin"), import_id=pending.pk)
    claire = Person.objects.get(email="claire.martin@ville.test")
    assert claire.phone == "0344000001"
    assert claire.department.party.name == "Voirie"
    assert claire.department.parent.party.name == "Services techniques"
    assert claire.department.head == claire
    assert {one.group.party.name for one in claire.groups.all()} == {"Halle", "Travaux"}
    assert Function.objects.get(party__name="Régisseur").holder.given_name == "Paul"
    mayor = Function.objects.get(party__name="Maire")
    assert mayor.is_elected
    assert mayor.holder.is_elected
    assert Delegation.objects.get().subject == "Finances"
    assert claire.party.subtitle == "Cheffe de service"
    assert "voirie" in claire.party.search_text
    told = Event.objects.filter(type="directory.directory_imported").get()
    assert (told.payload["added"], told.payload["changed"]) == (3, 0)
    pending.refresh_from_db()
    assert (pending.state, pending.rows, pending.plan) == ("done", [], {})
    with pytest.raises(ConflictError):
        services.accept_import(actor=town.actor("admin"), import_id=pending.pk)


def test_same_list_twice_makes_no_duplicates(town: Town) -> None:
    services.accept_import(actor=town.actor("admin"), import_id=start(town, LIST).pk)
    before = state()
    again = start(town, LIST)
    assert statuses(again) == ["unchanged", "unchanged", "unchanged"]
    with pytest.raises(ConflictError):
        services.accept_import(actor=town.actor("admin"), import_id=again.pk)
    assert state() == before


def test_export_comes_back_unchanged(town: Town) -> None:
    services.accept_import(actor=town.actor("admin"), import_id=start(town, LIST).pk)
    parties = Party.objects.filter(organisation=town.organisation)
    for write in (exports.as_csv, exports.as_xlsx):
        pending = start(town, write(exports.lines_of(town.actor("admin"), parties)))
        assert set(statuses(pending)) == {"unchanged"}, errors(pending)


def test_change_says_what_differs(town: Town) -> None:
    services.accept_import(actor=town.actor("admin"), import_id=start(town, LIST).pk)
    pending = start(town, LIST.replace("Cheffe de service", "Directrice").replace(";Agent;", ";;"))
    assert statuses(pending) == ["changed", "unchanged", "unchanged"]
    difference = pending.plan["lines"][0]["differences"]
    assert difference == [
        {"key": "job_title", "before": "Cheffe de service", "after": "Directrice"}
    ]
    services.accept_import(actor=town.actor("admin"), import_id=pending.pk)
    assert Person.objects.get(given_name="Claire").job_title == "Directrice"
    assert Person.objects.get(given_name="Paul").job_title == "Agent"


def test_directory_that_changed_meanwhile_is_not_written_over(town: Town) -> None:
    pending = start(town, LIST)
    services.add_person(
        actor=town.system,
        given_name="Claire",
        family_name="Martin",
        email="claire.martin@ville.test",
    )
    before = state()
    with pytest.raises(ConflictError):
        services.accept_import(actor=town.actor("admin"), import_id=pending.pk)
    assert state() == before
    services.refresh_import(actor=town.actor("admin"), import_id=pending.pk)
    services.accept_import(actor=town.actor("admin"), import_id=pending.pk)
    assert Person.objects.filter(email="claire.martin@ville.test").count() == 1


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (";;x@ville.test;", "Le nom manque"),
        ("Petit;Zoé;pas une adresse;", "n’est pas une adresse"),
        (f"{'a' * 10_000};Zoé;;", "plus longue"),
        ("Archi;Paule;paule@architecte.test;", "partenaire extérieur"),
        ("Petit;Zoé;;peut-être", "écrivez « oui » ou « non »"),
    ],
)
def test_line_that_is_wrong_says_why_and_is_left_out(town: Town, line: str, word: str) -> None:
    pending = start(town, f"Nom;Prénom;Courriel;Élu\n{line}\nBon;Jean;;\n")
    assert statuses(pending) == ["error", "new"]
    assert word in errors(pending)[0].replace("\u00a0", " ")
    services.accept_import(actor=town.actor("admin"), import_id=pending.pk)
    assert Person.objects.filter(family_name="Bon").count() == 1


def test_lines_that_contradict_one_another_are_refused(town: Town) -> None:
    head = "Nom;Prénom;Courriel;Service;Service parent;Responsable;Fonctions\n"
    same = "A;B;a@b.fr;;;;\nC;D;A@b.fr;;;;\n"
    assert statuses(start(town, head + same)) == ["new", "error"]
    two_heads = "A;B;;Voirie;;oui;\nC;D;;Voirie;;oui;\n"
    assert statuses(start(town, head + two_heads)) == ["new", "error"]
    two_holders = "A;B;;;;;Maire\nC;D;;;;;Maire\n"
    assert statuses(start(town, head + two_holders)) == ["new", "error"]
    cycle = "A;B;;Voirie;Espaces;;\nC;D;;Espaces;Voirie;;\n"
    pending = start(town, head + cycle)
    assert statuses(pending) == ["new", "error"]
    assert "Espaces › Voirie › Espaces" in errors(pending)[0]
    only_wrong = start(town, "Nom;Service;Groupes\n;Fantôme;Spectres\n")
    assert only_wrong.plan["departments"] == {}


def test_name_alone_is_recognised_with_a_warning(town: Town) -> None:
    head = "Nom;Prénom;Téléphone;Courriel\n"
    line = start(town, f"{head}MOREAU;Serge;0102030405;\n").plan["lines"][0]
    assert (line["status"], line["person"]) == ("changed", str(town.persons["stranger"].pk))
    assert "Reconnue par son nom" in line["warnings"][0]
    line = start(town, f"{head}MOREAU;Serge;0102030405;autre@ville.test\n").plan["lines"][0]
    assert line["status"] == "new"
    Person.objects.filter(given_name="Serge").update(email="")
    line = start(town, f"{head}MOREAU;Serge;0102030405;autre@ville.test\n").plan["lines"][0]
    assert line["status"] == "changed"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_usual_encoding_and_separator_is_read(encoding: str, delimiter: str) -> None:
    text = "Nom;Prénom;Service\nLefèvre;Zoé;Économie\n".replace(";", delimiter)
    table = read_table(text.encode(encoding))
    assert table.headers == ["Nom", "Prénom", "Service"]
    assert table.lines[0].cells == ["Lefèvre", "Zoé", "Économie"]


def test_headers_are_found_below_a_title_and_by_their_synonyms() -> None:
    text = (
        "Liste des agents 2026\n\nMATRICULE;NOM D'USAGE;Prénoms;N° de téléphone;Mèl;Affectation\n"
    )
    table = read_table(f"{text}1;A;B;C;D;E\n".encode())
    assert guess_mapping(table.headers) == [
        "external_id",
        "family_name",
        "given_name",
        "phone",
        "email",
        "department",
    ]
    assert table.lines[0].number == 4
    assert guess_mapping(["Nom", "Service"]) == ["full_name", "department"]


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("MARTIN Claire", ("Claire", "Martin")),
        ("Claire MARTIN-DUPUIS", ("Claire", "Martin-Dupuis")),
        ("Martin, Claire", ("Claire", "Martin")),
        ("Claire Martin", ("Claire", "Martin")),
        ("Claire", ("", "Claire")),
    ],
)
def test_full_names_are_split(full: str, parts: tuple[str, str]) -> None:
    assert split_name(full) == parts


def test_workbook_is_read_with_its_numbers_and_dates() -> None:
    data = workbook(["Nom", "Tél", "Élu"], ["Martin", 344000001, True], [None, None, None])
    table = read_table(data)
    assert table.lines[0].cells == ["Martin", "344000001", "oui"]


def _bomb() -> bytes:
    target = io.BytesIO(workbook(["Nom"], ["x"]))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"\0" * (70 * 1024 * 1024))
    return target.getvalue()


def _with_macros() -> bytes:
    source = zipfile.ZipFile(io.BytesIO(workbook(["Nom"], ["x"])))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            part = source.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            archive.writestr(name, part)
    return target.getvalue()


HOSTILE = {
    "empty": (b"", "vide"),
    "blank": (b"  \r\n ;;; \n\n", "vide"),
    "headers only": (b"Nom;Pr\xe9nom\n", "aucune ligne"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "pas une liste"),
    "noise": (bytes(range(256)) * 200, "pas une liste"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ancien"),
    "zip": (b"PK\x03\x04" + b"\0" * 100, "pas une liste"),
    "truncated": (workbook(["Nom"], ["x"])[:-300], ""),
    "too large": (b"Nom\n" + b"x\n" * 3_000_000, "5 Mo"),
    "too many lines": (b"Nom\n" + b"x\n" * 5_100, "plus de"),
    "open quote": (b'Nom;Service\n"a;b\n' + b"x" * 200_000, "guillemet"),
    "bomb": (_bomb(), "démesuré"),
    "macros": (_with_macros(), "macros"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_gets_a_message_and_changes_nothing(town: Town, name: str) -> None:
    data, word = HOSTILE[name]
    client = Client()
    client.force_login(town.user("admin"))
    before = state()
    sent = {"file": SimpleUploadedFile("liste.csv", data)}
    answer = client.post("/annuaire/importer/", sent)
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert state() == before
    assert not DirectoryImport.objects.exists()


def test_markup_and_formulas_in_a_list_stay_text(town: Town) -> None:
    client = Client()
    client.force_login(town.user("admin"))
    text = 'Nom;Prénom;Service\n<script>alert(1)</script>;=1+1;"A\u202eB\x07"\n'
    sent = {"file": SimpleUploadedFile("<b>.csv", text.encode())}
    answer = client.post("/annuaire/importer/", sent, follow=True)
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    pending = DirectoryImport.objects.get()
    client.post(f"/annuaire/importer/{pending.pk}/accepter/")
    assert Department.objects.filter(party__name="AB").exists()
    assert "'=1+1" in client.get("/annuaire/exporter/csv/").content.decode()


def test_columns_are_said_again_and_lines_judged_anew(town: Town) -> None:
    client = Client()
    client.force_login(town.user("admin"))
    sent = {"file": SimpleUploadedFile("l.csv", b"Colonne A;Colonne B\nMartin;Claire\n")}
    page = client.post("/annuaire/importer/", sent, follow=True).content.decode()
    assert "Aucune colonne ne donne les noms" in page
    pending = DirectoryImport.objects.get()
    url = f"/annuaire/importer/{pending.pk}/"
    both = {"column-0": "family_name", "column-1": "family_name"}
    page = client.post(f"{url}colonnes/", both, follow=True).content.decode()
    assert "Deux colonnes" in page
    sent = {"column-0": "family_name", "column-1": "given_name"}
    page = client.post(f"{url}colonnes/", sent, follow=True).content.decode()
    assert "1 ligne à écrire" in page
    assert client.get(f"{url}?status=error&page=9").status_code == 200
    page = client.post(f"{url}accepter/", follow=True).content.decode()
    assert "La liste est dans l’annuaire" in page
    assert Person.objects.filter(given_name="Claire", family_name="Martin").exists()


def test_only_administrators_import_and_only_their_own_lists(town: Town) -> None:
    pending = start(town, LIST)
    for persona in ["manager", "agent", "partner"]:
        with pytest.raises(RefusedError):
            services.start_import(actor=town.actor(persona), file_name="x", data=LIST.encode())
        with pytest.raises(RefusedError):
            services.accept_import(actor=town.actor(persona), import_id=pending.pk)
    with pytest.raises(NotFoundError):
        services.accept_import(actor=town.actor("outsider"), import_id=pending.pk)
    services.drop_import(actor=town.actor("admin"), import_id=pending.pk)
    with pytest.raises(NotFoundError):
        services.get_import(town.actor("admin"), pending.pk)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample documents are elsewhere")
def test_every_sample_gives_a_preview_or_a_message(town: Town) -> None:
    client = Client()
    client.force_login(town.user("admin"))
    before = state()
    for path in sorted(SAMPLES.iterdir()):
        sent = {"file": SimpleUploadedFile(path.name, path.read_bytes())}
        answer = client.post("/annuaire/importer/", sent)
        assert answer.status_code in {302, 422}, path.name
        if answer.status_code == 302:
            assert client.get(answer.headers["Location"]).status_code == 200, path.name
    assert state() == before


def test_five_thousand_lines_are_read_and_written(town: Town) -> None:
    head = "Nom;Prénom;Courriel;Service;Poste;Groupes\n"
    rows = [f"N{n};P{n};p{n}@ville.test;Service {n % 40};Agent;G{n % 7}\n" for n in range(5_000)]
    started = time.perf_counter()
    pending = start(town, head + "".join(rows))
    assert pending.counts["new"] == 5_000
    services.accept_import(actor=town.actor("admin"), import_id=pending.pk)
    assert Person.objects.filter(organisation=town.organisation).count() > 5_000
    print(f"5,000 lines in {time.perf_counter() - started:.1f} s")  # noqa: T201
    again = start(town, head + "".join(rows))
    assert again.counts == {"new": 0, "changed": 0, "unchanged": 5_000, "error": 0}
