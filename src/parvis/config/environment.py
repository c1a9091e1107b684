"""The environment variables that configure Parvis, validated once at start."""

import base64
import binascii
import os
from functools import cache
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

KEY_BYTES = 32
DATABASE_SCHEMES = ("postgresql", "postgres")
REDIS_SCHEMES = ("redis", "rediss", "unix")
EMAIL_SCHEMES = ("smtp", "smtp+tls", "smtp+ssl", "smtps", "submission", "submit", "console")


class ConfigurationError(Exception):
    """The environment is not fit to start with: `lines` say what to change."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Environment(BaseSettings):
    """What an operator may set; `docs/operations.md` holds the same table, checked by a test."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    parvis_data_dir: Path = Field(
        default=Path("data"),
        description="folder of all state in embedded mode: database, files, keys, kept mails",
    )
    database_url: str = Field(
        default="",
        description="`postgresql://user:password@host/name`; empty: SQLite in the data folder",
    )
    redis_url: str = Field(
        default="",
        description="`redis://host:6379/0`, once there are several processes; empty: in process",
    )
    storage_url: str = Field(
        default="",
        description="`s3://key:secret@host:port/bucket?region=…`; empty: the data folder",
    )
    email_url: str = Field(
        default="",
        description="`smtp+tls://user:password@host:587`; empty: mails are kept in the data folder",
    )
    email_from: str = Field(default="Parvis <parvis@localhost>", description="sender of the mails")
    base_url: str = Field(
        default="",
        description="address that people type, such as `https://parvis.ville.fr`; empty: `http://HOST:PORT`",
    )
    host: str = Field(
        default="127.0.0.1", description="address to listen on; `0.0.0.0`: every network"
    )
    port: int = Field(default=8000, ge=1, le=65535, description="port to listen on")
    web_workers: int = Field(
        default=2,
        ge=1,
        le=64,
        description="processes of `parvis serve --web` (embedded mode has one)",
    )
    clamav_url: str = Field(
        default="",
        description="`unix:///run/clamav/clamd.ctl` or `tcp://host:3310`; empty: no scan of files",
    )
    max_file_mb: int = Field(
        default=2048, ge=1, description="largest file taken, in megabytes (of 1024 × 1024 bytes)"
    )
    organisation_share_gb: int = Field(
        default=0,
        ge=0,
        description="room for the files of one organisation, in gigabytes; 0: no limit",
    )
    secret_key: str = Field(
        default="",
        description="signs sessions and links, 32 characters or more; empty: made at first start",
    )
    master_key: str = Field(
        default="",
        description="wraps the keys of files, 32 bytes in base64; empty: made at first start",
    )
    master_key_previous: str = Field(
        default="", description="master keys that were rotated away, separated by commas"
    )
    oidc_server: str = Field(
        default="",
        description="address of an OpenID Connect provider (ProConnect); empty: no such button",
    )
    oidc_client_id: str = Field(default="", description="client id given by that provider")
    oidc_client_secret: str = Field(default="", description="client secret given by that provider")
    oidc_name: str = Field(default="ProConnect", description="name of that provider on its button")
    oidc_email_verified: bool = Field(
        default=False, description="that provider vouches for e-mail addresses (ProConnect does)"
    )
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        le=5,
        description="reverse proxies of yours in front, believed about the visitor’s address",
    )
    debug: bool = Field(default=False, description="for developers only: shows errors in full")

    @property
    def data_dir(self) -> Path:
        return self.parvis_data_dir.expanduser().resolve()

    @field_validator("database_url")
    @classmethod
    def _check_database(cls, value: str) -> str:
        return _checked_url(
            value, DATABASE_SCHEMES, example="postgresql://parvis:secret@localhost/parvis"
        )

    @field_validator("redis_url")
    @classmethod
    def _check_redis(cls, value: str) -> str:
        return _checked_url(value, REDIS_SCHEMES, example="redis://localhost:6379/0")

    @field_validator("storage_url")
    @classmethod
    def _check_storage(cls, value: str) -> str:
        return _checked_url(value, ("s3",), example="s3://key:secret@s3.example.org/parvis")

    @field_validator("email_url")
    @classmethod
    def _check_email(cls, value: str) -> str:
        return _checked_url(
            value, EMAIL_SCHEMES, example="smtp+tls://parvis:secret@smtp.example.org:587"
        )

    @field_validator("clamav_url")
    @classmethod
    def _check_clamav(cls, value: str) -> str:
        return _checked_url(value, ("unix", "tcp"), example="unix:///run/clamav/clamd.ctl")

    @field_validator("base_url")
    @classmethod
    def _check_base(cls, value: str) -> str:
        _checked_url(value, ("http", "https"), example="https://parvis.ville.fr")
        if value and (not urlsplit(value).hostname or urlsplit(value).path.strip("/")):
            raise ValueError(
                "indiquez seulement le protocole et le nom, comme https://parvis.ville.fr"
                " / give the scheme and the name only, such as https://parvis.ville.fr"
            )
        return value

    @field_validator("oidc_server")
    @classmethod
    def _check_oidc(cls, value: str) -> str:
        return _checked_url(value, ("https", "http"), example="https://fca.integ01.example.fr")

    @field_validator("secret_key")
    @classmethod
    def _check_secret(cls, value: str) -> str:
        if value and len(value) < KEY_BYTES:
            raise ValueError(
                "au moins 32 caractères tirés au hasard sont nécessaires"
                " / at least 32 random characters are needed"
            )
        return value

    @field_validator("master_key", "master_key_previous")
    @classmethod
    def _check_master(cls, value: str) -> str:
        if not all(_is_key(text) for text in value.split(",") if text.strip()):
            raise ValueError(
                "32 octets en base64 sont attendus (openssl rand -base64 32)"
                " / 32 bytes in base64 are expected (openssl rand -base64 32)"
            )
        return value


def _is_key(text: str) -> bool:
    try:
        secret = base64.urlsafe_b64decode(text.strip().replace("+", "-").replace("/", "_") + "==")
    except (binascii.Error, ValueError):
        return False
    return len(secret) == KEY_BYTES


def _checked_url(value: str, schemes: tuple[str, ...], *, example: str) -> str:
    if value and _split(value).scheme not in schemes:
        raise ValueError(
            f"l’adresse doit commencer par {'://, '.join(schemes)}:// ; exemple : {example}"
            f" / the address must begin with one of these; example: {example}"
        )
    return value


def _split(value: str) -> SplitResult:
    try:
        return urlsplit(value)
    except ValueError:
        return SplitResult("", "", "", "", "")


def read(variables: dict[str, str]) -> Environment:
    """Validate `os.environ`, and the names of `variables` (raises ConfigurationError)."""
    known = {name.upper() for name in Environment.model_fields}
    lines = [
        f"{name} : nom inconnu, peut-être mal écrit / unknown name, perhaps a slip"
        for name in sorted(variables)
        if name.upper().startswith("PARVIS_") and name.upper() not in known
    ]
    try:
        checked = Environment()
    except ValidationError as error:
        lines += [
            f"{'.'.join(map(str, fault['loc'])).upper()} : {_words(fault['msg'], fault['type'])}"
            for fault in error.errors()
        ]
        raise ConfigurationError(lines) from None
    if lines:
        raise ConfigurationError(lines)
    return checked


def _words(message: str, kind: str) -> str:
    if kind in {"int_parsing", "greater_than_equal", "less_than_equal"}:
        return (
            f"un nombre entier juste est attendu / a fitting whole number is expected ({message})"
        )
    if kind == "bool_parsing":
        return "« true » ou « false » est attendu / true or false is expected"
    return message.removeprefix("Value error, ")


@cache
def environment() -> Environment:
    """Read and validate the environment once (raises ConfigurationError)."""
    return read(dict(os.environ))
