"""What accounts shows and the directory, above it, knows: personas, organisations, profile."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody of the demonstration town whom anybody may be; `key` is the user's id."""

    key: UUID
    name: str
    subtitle: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation where the signed-in are somebody; `url` takes its `key` by POST."""

    key: UUID
    label: str
    url: str
    is_current: bool = False


PersonaProvider = Callable[[], list[Persona]]
PlaceProvider = Callable[[HttpRequest], list[Place]]
ProfileProvider = Callable[[HttpRequest], str]
_personas: list[PersonaProvider] = []
_places: list[PlaceProvider] = []
_profiles: list[ProfileProvider] = []
_first_visits: list[Callable[[], str]] = []


def register_personas(provider: PersonaProvider) -> None:
    """Say who gives the personas; none outside a demonstration."""
    _personas[:] = [provider]


def register_places(provider: PlaceProvider) -> None:
    """Say who gives the organisations of a request's user."""
    _places[:] = [provider]


def register_profile(provider: ProfileProvider) -> None:
    """Say who gives the address of one's own profile."""
    _profiles[:] = [provider]


def personas() -> list[Persona]:
    """Return the accounts that anybody may open here, none outside a demonstration."""
    return [persona for provider in _personas for persona in provider()]


def places(request: HttpRequest) -> list[Place]:
    """Return the organisations of the signed-in, by name."""
    return [place for provider in _places for place in provider(request)]


def profile_url(request: HttpRequest) -> str:
    """Return the address of one's own profile, empty when there is none."""
    return next((provider(request) for provider in _profiles), "")


def register_first_visit(provider: Callable[[], str]) -> None:
    """Say who knows whether this installation waits for its set-up (an address, or nothing)."""
    _first_visits[:] = [provider]


def first_visit_url() -> str:
    """Return the address of the set-up while there is nobody to sign in, else nothing."""
    return next((provider() for provider in _first_visits), "")
