"""How a person wants the pages, kept with the account and copied to the device."""

from django.conf import settings
from django.http import HttpResponse

from parvis.apps.accounts.models import Theme, User
from parvis.kernel.ui.display import Display, make_display, write_display

_YEAR = 365 * 24 * 3600


def display_of(user: User) -> Display:
    """Return the display that an account asks for."""
    is_contrast = user.theme == Theme.CONTRAST
    return make_display(
        theme="auto" if is_contrast else user.theme,
        text=user.text_size,
        contrast="high" if is_contrast else "auto",
    )


def apply_preferences(response: HttpResponse, user: User, *, is_https: bool) -> None:
    """Copy an account's preferences to the device: the language, and the display if one is set."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        max_age=_YEAR,
        secure=is_https,
        samesite="Lax",
    )
    display = display_of(user)
    if display != Display():
        write_display(response, display, is_https=is_https)
