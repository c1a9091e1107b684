"""What the terminal says while an installation waits for its set-up."""

from django.db import DatabaseError, connection

from parvis.apps.directory import setup_token
from parvis.apps.directory.selectors import has_organisations


def set_up_path() -> str:
    """Return the path to open first, with the token when strangers could be quicker; else ""."""
    try:
        if has_organisations():
            return ""
    except DatabaseError:
        return ""
    finally:
        connection.close()
    if not setup_token.is_required():
        return ""
    return f"/installation/?jeton={setup_token.setup_token()}"
