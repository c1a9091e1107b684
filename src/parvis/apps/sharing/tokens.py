"""The secret of a link: made, found again by its digest, sealed for its author."""

import base64
import hashlib
import secrets
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

BYTES: Final = 24  # 192 bits


def new_token() -> str:
    """Return a token that cannot be guessed: 32 letters, figures, dashes."""
    return secrets.token_urlsafe(BYTES)


def digest_of(token: str) -> str:
    """Return what finds a link: the SHA-256 of its token, hexadecimal."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"parvis.sharing:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(token: str) -> str:
    """Return a token as it may lie in the database."""
    return _cipher().encrypt(token.encode()).decode()


def unseal(sealed: str) -> str:
    """Return a sealed token, "" when the key of the installation has changed since."""
    try:
        return _cipher().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""
