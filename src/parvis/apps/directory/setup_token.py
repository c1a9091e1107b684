"""The word that opens the set-up of a server that strangers can reach before its owner."""

import ipaddress
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import constant_time_compare

_LOCAL_NAMES = {"localhost", ""}


def _path() -> Path:
    return Path(settings.DATA_DIR) / "keys" / "setup"


def is_reachable(host: str) -> bool:
    """Tell whether other machines may reach what listens on, or is called, `host`."""
    if host in _LOCAL_NAMES:
        return False
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return True


def is_required() -> bool:
    """Tell whether set-up asks for the token: this server isn't for its own machine only."""
    called = urlsplit(settings.BASE_URL).hostname or ""
    return is_reachable(settings.LISTENING_HOST) or is_reachable(called)


def setup_token() -> str:
    """Return the token, made at first use and kept in the data folder (mode 0600)."""
    path = _path()
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text().strip()


def opens(token: str) -> bool:
    """Tell whether `token` opens the set-up of this server."""
    return not is_required() or constant_time_compare(token, setup_token())


def forget() -> None:
    """Throw the token away once it has served."""
    _path().unlink(missing_ok=True)
