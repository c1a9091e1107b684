"""How a person wants the pages to look (theme, text size, contrast), kept on the device."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

COOKIE = "parvis_display"
THEMES = ("auto", "light", "dark")
TEXT_SIZES = ("normal", "large", "larger")
CONTRASTS = ("auto", "normal", "high")
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Display:
    """The three choices; each is one of the tuples above."""

    theme: str = "auto"
    text: str = "normal"
    contrast: str = "auto"

    @property
    def classes(self) -> str:
        """Return the classes of <html>."""
        return f"theme-{self.theme} text-{self.text} contrast-{self.contrast}"


def make_display(*, theme: str, text: str, contrast: str) -> Display:
    """Keep what is known, and the default for the rest."""
    return Display(
        theme=theme if theme in THEMES else "auto",
        text=text if text in TEXT_SIZES else "normal",
        contrast=contrast if contrast in CONTRASTS else "auto",
    )


def read_display(request: HttpRequest) -> Display | None:
    """Read the cookie; None when nothing was chosen on this device."""
    parts = request.COOKIES.get(COOKIE, "").split(".")
    if len(parts) != len(("theme", "text", "contrast")):
        return None
    return make_display(theme=parts[0], text=parts[1], contrast=parts[2])


def write_display(response: HttpResponse, display: Display, *, is_https: bool) -> None:
    """Keep the choices on the device for a year (a cookie that needs no consent)."""
    value = f"{display.theme}.{display.text}.{display.contrast}"
    response.set_cookie(
        COOKIE, value, max_age=_YEAR, httponly=True, secure=is_https, samesite="Lax"
    )
