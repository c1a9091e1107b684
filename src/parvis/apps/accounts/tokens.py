"""The form of an API token: `pvs_`, 40 random signs, then a checksum of 6.

The prefix and the checksum make a leaked token recognisable by a scanner, without a look-up.
"""

import hashlib
import secrets
import string
import zlib

PREFIX = "pvs_"
RANDOM_LENGTH = 40
CHECK_LENGTH = 6
ALPHABET = string.digits + string.ascii_letters
LENGTH = len(PREFIX) + RANDOM_LENGTH + CHECK_LENGTH


def make_secret() -> str:
    """Return a new token (238 random bits)."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return f"{PREFIX}{body}{_checksum(body)}"


def is_well_formed(secret: str) -> bool:
    """Tell whether a text is a token of ours by its form alone."""
    if len(secret) != LENGTH or not secret.startswith(PREFIX):
        return False
    body, check = secret[len(PREFIX) : -CHECK_LENGTH], secret[-CHECK_LENGTH:]
    return secret.isascii() and _checksum(body) == check


def digest_of(secret: str) -> str:
    """Return what is kept of a token: SHA-256, hexadecimal (its entropy needs no slow hash)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _checksum(body: str) -> str:
    """Return the CRC-32 of the random part, in base 62, padded to six signs."""
    number, signs = zlib.crc32(body.encode()), ""
    while number:
        number, rest = divmod(number, len(ALPHABET))
        signs = ALPHABET[rest] + signs
    return signs.rjust(CHECK_LENGTH, ALPHABET[0])
