"""Invented content for the style guide: nobody here exists."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django import forms
from django.utils import timezone

NAMES = (
    "Claire Vasseur",
    "Marc Delaunay",
    "Service Finances",
    "Adjoint urbanisme",
    "Banque des Territoires",
    "Nadia Benali",
)


@dataclass(frozen=True, slots=True)
class SamplePerson:
    name: str
    subtitle: str = ""
    photo: str = ""
    square: bool = False
    hue: str = ""
    value: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class SampleItem:
    title: str
    context: str
    icon: str
    who: str
    due: date | None = None
    since: date | None = None
    is_you: bool = False


@dataclass(frozen=True, slots=True)
class SampleEvent:
    who: str
    verb: str
    what: str
    at: datetime
    where: str = ""


class SampleForm(forms.Form):
    """One field of each kind, with help and errors."""

    title = forms.CharField(label="Titre", help_text="Court et parlant.")
    kind = forms.ChoiceField(
        label="Nature", choices=[("", "Choisir…"), ("a", "Délibération"), ("b", "Convention")]
    )
    access = forms.ChoiceField(
        label="Accès",
        widget=forms.RadioSelect,
        choices=[
            ("open", "Ouvert à tous"),
            ("closed", "Sur demande"),
            ("secret", "Sur invitation"),
        ],
    )
    note = forms.CharField(label="Remarque", widget=forms.Textarea, required=False)
    notify = forms.BooleanField(label="Prévenir les membres", required=False)


def _people() -> list[SamplePerson]:
    return [SamplePerson(name=name, value=name, label=name) for name in NAMES]


def people(words: str) -> dict[str, object]:
    """Return the people whose name contains `words`."""
    return {"people": [one for one in _people() if words.lower() in one.name.lower()]}


def _items(today: date) -> list[SampleItem]:
    day = timedelta(days=1)
    return [
        SampleItem(
            "Devis charpente de la halle, lot 2",
            "À valider · circuit Achats · étape 3 sur 4",
            "approve",
            "Claire Vasseur",
            due=today + 4 * day,
            is_you=True,
        ),
        SampleItem(
            "Convention avec l’EPCI, version 4",
            "Avis demandé par le service Urbanisme",
            "file-text",
            "Claire Vasseur",
            since=today - 2 * day,
            is_you=True,
        ),
        SampleItem(
            "Courrier de la préfecture : dotation d’équipement des territoires ruraux",
            "Réponse à préparer, enregistré n° 2026-0412",
            "mail",
            "Finances",
            due=today - 3 * day,
        ),
        SampleItem(
            "Choisir le scénario de circulation",
            "Fiche action 3.2 · Place du marché",
            "check",
            "Adjoint urbanisme",
            due=today + day,
        ),
        SampleItem(
            "Questionnaire commerces du centre",
            "214 réponses · clôture dimanche",
            "survey",
            "Cheffe de projet",
            since=today - 5 * day,
        ),
        SampleItem(
            "Plan de financement consolidé",
            "En attente de l’accord de la Région",
            "file-sheet",
            "Région",
            since=today - 12 * day,
        ),
    ]


def _events(now: datetime) -> list[SampleEvent]:
    return [
        SampleEvent(
            "Claire Vasseur",
            "a fait passer en opération",
            "Fiche 1.4 Logements vacants",
            now - timedelta(minutes=20),
            "Petites Villes de Demain",
        ),
        SampleEvent(
            "Adjoint urbanisme",
            "a validé",
            "Cahier des charges de l’étude",
            now - timedelta(hours=1),
            "en l’absence du maire",
        ),
        SampleEvent(
            "Banque des Territoires",
            "a déposé",
            "Notification 2026.pdf",
            now - timedelta(hours=4),
            "partenaire",
        ),
        SampleEvent(
            "Service Finances", "a terminé le jalon", "Budget d’étude voté", now - timedelta(days=1)
        ),
    ]


def home() -> dict[str, object]:
    """Return what the sample home page shows."""
    now = timezone.now()
    items = _items(timezone.localdate())
    return {"mine": items[:3], "asked": items[3:], "events": _events(now), "now": now}


def guide() -> dict[str, object]:
    """Return what the style guide shows."""
    now, today = timezone.now(), timezone.localdate()
    form = SampleForm(data={"title": "", "kind": "", "access": "open"})
    form.is_valid()
    return {
        **home(),
        "form": form,
        "people": _people()[:4],
        "today": today,
        "tomorrow": today + timedelta(days=1),
        "late": today - timedelta(days=3),
        "week_ago": now - timedelta(days=8),
        "choices": [("a", "Tous les espaces"), ("b", "Mes espaces"), ("c", "Espaces archivés")],
        "circuit": ["Dépôt", "Service Finances", "Adjointe", "Maire"],
        "crumbs": [("Espaces", "#"), ("Petites Villes de Demain", "#"), ("Documents", "#")],
        "hues": range(1, 11),
        "sizes": [512, 1_234_567, 48_000_000, 2_100_000_000],
    }


def error() -> dict[str, object]:
    """Return what the sample error page says."""
    return {
        "code": 404,
        "title": "Cette page n’existe pas, ou n’existe plus",
        "detail": "Vérifiez l’adresse, ou cherchez le document depuis la page d’accueil. "
        "S’il a été mis à la corbeille, un gestionnaire de l’espace peut le restaurer.",
        "back_url": "/styleguide/",
    }
