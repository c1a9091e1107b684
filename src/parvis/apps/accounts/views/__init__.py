"""Sign-in, and the pages of one's own account."""

from parvis.apps.accounts.views.own import display, home, security
from parvis.apps.accounts.views.sessions import close_session, close_token, sessions, tokens
from parvis.apps.accounts.views.sign_in import persona_sign_in, second_factor, sign_in

__all__ = [
    "close_session",
    "close_token",
    "display",
    "home",
    "persona_sign_in",
    "second_factor",
    "security",
    "sessions",
    "sign_in",
    "tokens",
]
