"""Addresses of pages elsewhere, as people type them: only what is safe to open is kept."""

import ipaddress
import re
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from parvis.kernel.errors import InvalidError

LONGEST = 1_000
NOT_HTTPS = _("Give an address that begins with https://, such as https://www.geoportail.gouv.fr.")
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*", re.IGNORECASE)
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f\\<>\"'`{}|^]")


def clean_https(address: str, *, field: str = "url") -> str:
    """Return an address that opens a page by HTTPS, and nothing else (raises InvalidError).

    No other scheme (javascript:, data:, file:…), no name and password before the host, no sign
    that a browser would drop or read otherwise than the person who checks the link.
    """
    kept = address.strip()
    try:
        parts = urlsplit(kept)
        host, _port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise InvalidError(fields={field: [NOT_HTTPS]}) from problem
    is_safe = (
        len(kept) <= LONGEST
        and parts.scheme.lower() == "https"
        and kept.lower().startswith("https://")
        and "@" not in parts.netloc
        and not _UNFIT.search(kept)
        and _is_host(host)
    )
    if not is_safe:
        raise InvalidError(fields={field: [NOT_HTTPS]})
    return kept


def _is_host(host: str) -> bool:
    try:
        plain = host.encode("idna").decode()
    except UnicodeError:
        return False
    if ":" in plain:
        return isinstance(ipaddress.ip_address(plain), ipaddress.IPv6Address)
    return "." in plain and _HOST.fullmatch(plain) is not None
