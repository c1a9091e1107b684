"""Sentences: what an event says in plain words, with links, and its French agreements."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from parvis.apps.directory.enums import PartyKind
from parvis.apps.directory.models import Party
from parvis.apps.workspaces.models import Item
from parvis.apps.workspaces.registry import kinds
from parvis.kernel.actors import Actor
from parvis.kernel.events import event_types
from parvis.kernel.models import Event
from parvis.kernel.ui.phrases import full_day

NAMED = 2
SIGNS = 80
_PLACE = re.compile(r"\{(\w+)\}")
_VOWELS = frozenset("aàâæeéèêëiîïoôœuùûüy")
_MASCULINE = frozenset(
    (
        "bureau",
        "cabinet",
        "centre",
        "collectif",
        "comite",
        "conseil",
        "groupe",
        "musee",
        "pole",
        "reseau",
        "secretariat",
        "service",
        "syndicat",
    )
)
_FEMININE = frozenset(
    (
        "bibliotheque",
        "cellule",
        "commission",
        "communication",
        "cuisine",
        "delegation",
        "direction",
        "mairie",
        "mediatheque",
        "mission",
        "police",
        "regie",
        "section",
    )
)
_ELIDED = frozenset(
    (
        "accueil",
        "agence",
        "assemblee",
        "atelier",
        "ecole",
        "equipe",
        "office",
    )
)


@dataclass(frozen=True, slots=True)
class Told:
    """A value of a sentence: its words, the article before it in French, and its page."""

    text: str
    url: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What sentences may name, already held to the reader's rights.

    `links_people` is false for guests, who have no directory; `is_journal` tells a hidden thing
    from a removed one.
    """

    items: Mapping[UUID, Item] = field(default_factory=dict)
    parties: Mapping[UUID, Party] = field(default_factory=dict)
    links_people: bool = True
    is_journal: bool = False

    def thing(self, item_id: UUID | None) -> Told:
        """Return how an item is named: its title, linked unless it is in the trash."""
        item = self.items.get(item_id) if item_id else None
        if item is None:
            return Told(_("a thing that you don’t see") if self.is_journal else _("a thing"))
        kind = kinds().get(item.kind)
        url = kind.url(item) if kind and item.trashed_at is None else ""
        is_space = item.parent_id is None
        return Told(item.title, url, "l’espace " if is_space and _is_french() else "")

    def party(self, party_id: UUID | None) -> Told:
        """Return how a party is named: "Agnès Petit", "le service Urbanisme"."""
        party = self.parties.get(party_id) if party_id else None
        if party is None:
            return Told(_("somebody who left"))
        url = reverse("directory:party", args=[party.pk]) if self.links_people else ""
        article, name = _with_article(party)
        return Told(name, url, article)


def _is_french() -> bool:
    return (get_language() or "").startswith("fr")


def _plain(text: str) -> str:
    pairs = str.maketrans("àâéèêëîïôùûüç", "aaeeeeiiouuuc")
    return text.casefold().translate(pairs)


def _with_article(party: Party) -> tuple[str, str]:
    """Return the French article of a party and its name after it; persons have none."""
    if party.kind == PartyKind.PERSON or not _is_french():
        return "", party.name
    if party.kind == PartyKind.FUNCTION:
        return "la ", f"fonction « {party.name} »"
    first, _space, rest = party.name.partition(" ")
    word = _plain(first)
    lowered = f"{first[:1].lower()}{first[1:]} {rest}".strip()
    if word in _MASCULINE:
        return "le ", lowered
    if word in _FEMININE:
        return "la ", lowered
    if word in _ELIDED:
        return "l’", lowered
    return "le ", f"{'groupe' if party.kind == PartyKind.GROUP else 'service'} {party.name}"


def _joined(before: str, told: Told) -> tuple[str, str]:
    """Return the text before a value and its article, contracted as French wants (du, au, d’)."""
    article = told.article
    if not _is_french():
        return before, article
    for word, contracted in (("de ", "du "), ("à ", "au ")):
        if before.endswith(word) and article.startswith("le "):
            return before[: -len(word)] + contracted, article[3:]
    first = (article or told.text)[:1].casefold()
    if before.endswith((" de ", " que ")) and first in _VOWELS:
        return f"{before[:-2]}’", article
    return before, article


def _listed(values: Iterable[Told]) -> list[Told]:
    """Name a few of many: "A", "A et B", "A, B et 10 autres"."""
    shown = list(values)
    if len(shown) > NAMED + 1:
        rest = len(shown) - NAMED
        more = ngettext("%(count)s other", "%(count)s others", rest) % {"count": rest}
        shown = [*shown[:NAMED], Told(more)]
    return shown


def _html(told: Told, article: str) -> SafeString:
    text = Truncator(told.text).chars(SIGNS)
    if told.url:
        return format_html('{}<a href="{}">{}</a>', article, told.url, text)
    return format_html("{}<b>{}</b>", article, text)


def _value(before: str, values: list[Told]) -> SafeString:
    """Return the text before a place, then what stands there."""
    parts, shown, last = [], _listed(values), _(" and ")
    for index, told in enumerate(shown):
        text, article = _joined(before if index == 0 else "", told)
        is_last = index == len(shown) - 1
        comma = "" if index == 0 else (last if is_last else ", ")
        parts.append((text, comma, _html(told, article)))
    return format_html_join("", "{}{}{}", parts)


def sentence(event: Event, names: Names, *, also: Iterable[Event] = ()) -> SafeString:
    """Return what `event` says after its actor's name: "a déposé <a>Devis.pdf</a>".

    `also` are events of the same burst: their things or parties are named together.
    """
    known = event_types().get(event.type)
    template = str(known.sentence) if known else _("did something ({type})")
    burst = [event, *also]
    places: dict[str, list[Told]] = {
        "item": _unique(names.thing(one.item_id) for one in burst),
        "party": _unique(names.party(one.party_id) for one in burst if one.party_id),
        "space": [names.thing(event.workspace_id)],
        "type": [Told(event.type)],
    }
    if known and known.sentence_of_many and len(places["item"]) > 1:
        template = str(known.sentence_of_many)
    elif known and known.sentence_of_own and {one.party_id for one in burst} == {event.actor_id}:
        template = str(known.sentence_of_own)
    out, start = SafeString(""), 0
    hides = names.is_journal and event.item_id is not None and event.item_id not in names.items
    for match in _PLACE.finditer(template):
        before, key = template[start : match.start()], match.group(1)
        start = match.end()
        values = places.get(key) or [Told("…" if hides else _written(event, key))]
        out += _value(before, values)
    return SafeString(out + conditional_escape(template[start:]))


def _written(event: Event, key: str) -> str:
    """Return what an event carries as it is read: a day, named `…_on`, in full."""
    value = str(event.payload.get(key, "…"))
    day = parse_date(value) if key.endswith("_on") else None
    return full_day(day) if day else value


def _unique(values: Iterable[Told]) -> list[Told]:
    return list(dict.fromkeys(values))


def absence_of(party_id: UUID, names: Names) -> str:
    """Say who is away: "en l’absence de Chloé Roux"."""
    told = names.party(party_id)
    before, article = _joined(_("in the absence of") + " ", told)
    return f"{before}{article}{told.text}"


def on_behalf_of(party_id: UUID, names: Names) -> str:
    """Say for whom: "pour le service Urbanisme"."""
    told = names.party(party_id)
    return _("for %(who)s") % {"who": f"{told.article}{told.text}"}


def acting_for(event: Event, names: Names) -> str:
    """Say for whom the actor acted: "en l’absence de Chloé Roux", "pour le service Urbanisme"."""
    party = names.parties.get(event.acting_for_id) if event.acting_for_id else None
    if party is None:
        return ""
    is_person = party.kind == PartyKind.PERSON
    return absence_of(party.pk, names) if is_person else on_behalf_of(party.pk, names)


def names_for(actor: Actor, items: Mapping[UUID, Item], parties: Mapping[UUID, Party]) -> Names:
    """Return the names of a timeline for `actor`, given what was read under their rights."""
    return Names(items=items, parties=parties, links_people=not actor.is_guest)
