"""Which column says what: the words that offices write at the top of their lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parvis.kernel.texts import folded


@dataclass(frozen=True)
class Column:
    """A thing that a list may say; `words` are its headers, folded, apart by semicolons."""

    key: str
    label: str | Promise
    words: str


COLUMNS = (
    Column(
        "family_name",
        _("Family name"),
        "nom; nom de famille; nom usuel; nom d usage; nom marital; last name; surname",
    ),
    Column(
        "given_name",
        _("Given name"),
        "prenom; prenoms; first name; given name",
    ),
    Column(
        "full_name",
        _("Full name"),
        "nom complet; nom prenom; nom et prenom; prenom nom; nom prenoms; identite; "
        "agent; personne; name; full name; nom affiche",
    ),
    Column(
        "email",
        _("E-mail"),
        "courriel; email; e mail; mail; adresse mail; adresse email; adresse e mail; "
        "adresse electronique; adresse courriel; messagerie; mel; mail professionnel; "
        "courriel professionnel",
    ),
    Column(
        "phone",
        _("Telephone"),
        "telephone; tel; telephone fixe; tel fixe; fixe; ligne directe; telephone pro; "
        "tel pro; telephone bureau; numero de telephone; no de telephone; "
        "poste telephonique; phone; n de telephone",
    ),
    Column(
        "mobile",
        _("Mobile"),
        "portable; mobile; tel portable; telephone portable; gsm; telephone mobile; tel mobile",
    ),
    Column(
        "job_title",
        _("Job title"),
        "poste; intitule du poste; intitule de poste; metier; emploi; titre; qualite; "
        "libelle emploi; libelle du poste; job title",
    ),
    Column(
        "department",
        _("Department"),
        "service; services; service d affectation; affectation; direction; pole; "
        "unite; departement; libelle service; department",
    ),
    Column(
        "parent",
        _("Department above"),
        "service parent; direction parente; service superieur; rattachement; "
        "service de rattachement; direction de rattachement; pole de rattachement",
    ),
    Column(
        "is_head",
        _("Answers for the department"),
        "responsable du service; responsable; chef de service; responsable de service; "
        "est responsable; encadrant",
    ),
    Column(
        "functions",
        _("Functions held"),
        "fonctions; fonction; mandat; mandats; fonction elective; role",
    ),
    Column(
        "groups",
        _("Groups"),
        "groupes; groupe; commissions; commission; comites; comite; instances",
    ),
    Column(
        "is_elected",
        _("Elected official"),
        "elu; elue; elu e; est elu; elus",
    ),
    Column(
        "delegations",
        _("Delegations"),
        "delegations; delegation; domaine de delegation; delegation de fonction",
    ),
    Column(
        "in_charge_of",
        _("In charge of"),
        "en charge de; missions; mission; attributions; domaines; competences; dossiers; charge de",
    ),
    Column(
        "office",
        _("Office"),
        "bureau; localisation; site; batiment; lieu; lieu de travail; implantation",
    ),
    Column(
        "external_id",
        _("Identifier"),
        "identifiant; matricule; id; numero d agent; code agent; reference; "
        "identifiant externe; no matricule; numero matricule",
    ),
)
KEYS = tuple(column.key for column in COLUMNS)
LABELS = {column.key: column.label for column in COLUMNS}
_BY_WORD = {word: column.key for column in COLUMNS for word in column.words.split("; ")}


def recognised(headers: Sequence[str]) -> dict[int, str]:
    """Return what each column says, by its header; each thing once, the first column wins."""
    found: dict[int, str] = {}
    for place, header in enumerate(headers):
        key = _BY_WORD.get(folded(header[:80]).replace(".", "").replace("  ", " ").strip())
        if key and key not in found.values():
            found[place] = key
    return found


def guess_mapping(headers: Sequence[str]) -> list[str]:
    """Return the key of each column, "" for those that nothing is known of.

    With a given name beside it, "Nom" is the family name; alone, it is the full name.
    """
    found = recognised(headers)
    if "family_name" in found.values() and not {"given_name", "full_name"} & set(found.values()):
        found = {at: "full_name" if key == "family_name" else key for at, key in found.items()}
    return [found.get(place, "") for place in range(len(headers))]
