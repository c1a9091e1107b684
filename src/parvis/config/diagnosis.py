"""What `parvis doctor` looks at: each check says what is, and how to mend what is wrong."""

import os
import shutil
import smtplib
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import redis
from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection

from parvis.config.migrations import pending
from parvis.kernel.schedule.heartbeats import is_worker_alive
from parvis.kernel.storage.backends import backend
from parvis.kernel.storage.errors import StorageError
from parvis.kernel.storage.rotation import unknown_key_ids

GIB = 1024**3
LITTLE_SPACE = 2 * GIB
CLOCK_SECONDS = 60
TIMEOUT = 5
MAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


class State(Enum):
    GOOD = "✓"
    NOTE = "!"
    WRONG = "✗"


@dataclass(frozen=True)
class Finding:
    """One line of the diagnosis; `advice` says what to do, and is empty when all is well."""

    state: State
    fact: str
    advice: str = ""


def good(fact: str) -> Finding:
    return Finding(State.GOOD, fact)


def note(fact: str, advice: str) -> Finding:
    return Finding(State.NOTE, fact, advice)


def wrong(fact: str, advice: str) -> Finding:
    return Finding(State.WRONG, fact, advice)


def diagnose() -> Iterator[Finding]:
    """Yield what each check finds; one that breaks is itself a finding."""
    for check in CHECKS:
        try:
            yield check()
        except Exception as error:  # noqa: BLE001 -- a diagnosis goes on to its end
            yield wrong(
                f"La vérification « {check.__name__.removeprefix('check_')} » a échoué : {error}",
                "Relisez la variable concernée dans docs/operations.md.",
            )


def check_python() -> Finding:
    version = sys.version.split()[0]
    if sys.version_info < (3, 11):  # noqa: UP036 -- a person may run it with another Python
        return wrong(f"Python {version} est trop ancien.", "Installez Python 3.11 ou plus récent.")
    return good(f"Python {version}")


def check_data_folder() -> Finding:
    folder: Path = settings.DATA_DIR
    probe = folder / ".doctor"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return wrong(
            f"Le dossier de données {folder} n’est pas accessible en écriture ({error.strerror}).",
            "Donnez-en la propriété au compte qui lance Parvis, ou changez PARVIS_DATA_DIR.",
        )
    if folder.stat().st_mode & 0o007:
        return note(
            f"Le dossier de données {folder} est ouvert à tous les comptes de la machine.",
            f"Fermez-le : chmod o-rwx {folder}",
        )
    return good(f"Dossier de données {folder}")


def check_space() -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR).free
    fact = f"{free / GIB:.1f} Gio libres".replace(".", ",")
    if free < LITTLE_SPACE:
        return wrong(f"Il ne reste que {fact}.", "Libérez de la place ou agrandissez le disque.")
    return good(fact)


def check_keys() -> Finding:
    folder = settings.DATA_DIR / "keys"
    for path in folder.glob("*"):
        if path.stat().st_mode & 0o077:
            return wrong(
                f"La clé {path.name} est lisible par d’autres comptes.", f"chmod 600 {path}"
            )
    if not settings.MASTER_KEY and not (folder / "master").exists():
        return note(
            "La clé maîtresse n’existe pas encore.",
            "Elle sera créée au premier fichier déposé : gardez-en alors une copie ailleurs.",
        )
    if unknown := unknown_key_ids():
        return wrong(
            f"Des fichiers sont fermés par une clé absente d’ici ({', '.join(sorted(unknown))}).",
            "Remettez la clé depuis votre copie dans keys/, ou dans MASTER_KEY_PREVIOUS.",
        )
    place = "dans l’environnement" if settings.MASTER_KEY else f"dans {folder}"
    return note(
        f"Clé maîtresse présente {place}.",
        "Gardez-en une copie hors de cette machine : sans elle, aucun fichier ne se rouvre.",
    )


def check_database() -> Finding:
    name = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    try:
        waiting = pending()
    except DatabaseError as error:
        return wrong(
            f"La base de données ne répond pas : {str(error).strip()}",
            "Vérifiez DATABASE_URL, et que le serveur est démarré.",
        )
    if waiting:
        return wrong(
            f"La base de données a {len(waiting)} mise(s) à jour de retard.",
            "Lancez : parvis migrate (parvis serve le fait seul)",
        )
    return good(f"Base de données {name}, à jour")


def check_redis() -> Finding:
    url = os.environ.get("REDIS_URL", "")
    if not url:
        return good("Sans Redis : tout se passe dans un seul processus de pages")
    try:
        redis.Redis.from_url(url, socket_timeout=TIMEOUT).ping()
    except redis.RedisError as error:
        return wrong(f"Redis ne répond pas : {error}", "Vérifiez REDIS_URL.")
    return good("Redis répond")


def check_storage() -> Finding:
    place = "S3" if settings.STORAGE_URL else "dossier"
    try:
        backend().check()
    except StorageError as error:
        return wrong(
            f"Le stockage des fichiers ({place}) ne répond pas : {error}",
            "Vérifiez STORAGE_URL, ou les droits du dossier de données.",
        )
    return good(f"Stockage des fichiers ({place}) : écriture et suppression réussies")


def check_mail() -> Finding:
    if settings.MAIL_SERVER_BACKEND != MAIL_BACKEND:
        return note(
            f"Aucun serveur de courriel : les messages restent dans {settings.EMAIL_FILE_PATH}.",
            "Indiquez EMAIL_URL pour que les invitations et les codes partent.",
        )
    mail = get_connection(MAIL_BACKEND, timeout=TIMEOUT)
    try:
        mail.open()
        mail.close()
    except (OSError, smtplib.SMTPException) as error:
        return wrong(f"Le serveur de courriel refuse : {error}", "Vérifiez EMAIL_URL.")
    return good("Le serveur de courriel répond")


def check_address() -> Finding:
    parts = urlsplit(settings.BASE_URL)
    is_local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if parts.scheme == "https" or is_local:
        return good(f"Adresse {settings.BASE_URL}")
    return wrong(
        f"L’adresse {settings.BASE_URL} n’est pas chiffrée.",
        "Placez Parvis derrière un serveur mandataire en https (deploy/) et indiquez BASE_URL.",
    )


def check_antivirus() -> Finding:
    url = settings.CLAMAV_URL
    if not url:
        return note("Pas d’antivirus.", "Installez clamav-daemon et indiquez CLAMAV_URL.")
    parts = urlsplit(url)
    kind = socket.AF_UNIX if parts.scheme == "unix" else socket.AF_INET
    address = parts.path if parts.scheme == "unix" else (parts.hostname, parts.port or 3310)
    try:
        with socket.socket(kind, socket.SOCK_STREAM) as line:
            line.settimeout(TIMEOUT)
            line.connect(address)
            line.sendall(b"zPING\0")
            is_alive = line.recv(16).startswith(b"PONG")
    except OSError as error:
        return wrong(
            f"L’antivirus ne répond pas : {error}", "Vérifiez clamav-daemon et CLAMAV_URL."
        )
    return (
        good("L’antivirus répond") if is_alive else wrong("L’antivirus répond mal.", "Relancez-le.")
    )


def check_office() -> Finding:
    if shutil.which("soffice"):
        return good("LibreOffice est là : les documents bureautiques ont un aperçu")
    return note(
        "LibreOffice manque : les documents bureautiques n’ont pas d’aperçu.",
        "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui",
    )


def check_text_recognition() -> Finding:
    if shutil.which("tesseract"):
        return good("Tesseract est là : le texte des documents numérisés se lit")
    return note(
        "Tesseract manque : le texte des documents numérisés ne se cherche pas.",
        "apt-get install tesseract-ocr tesseract-ocr-fra",
    )


def check_worker() -> Finding:
    if is_worker_alive():
        return good("Le processus d’arrière-plan travaille")
    return note(
        "Aucun processus d’arrière-plan en ce moment.",
        "C’est normal si Parvis est arrêté ; sinon lancez parvis serve, ou parvis worker.",
    )


def check_clock() -> Finding:
    """Compare this clock with the one of the town's own address, when it answers."""
    try:
        answer = httpx.head(settings.BASE_URL, timeout=TIMEOUT)
        there = parsedate_to_datetime(answer.headers["Date"]).timestamp()
    except (httpx.HTTPError, KeyError, ValueError):
        year = time.gmtime().tm_year
        if year < 2025:
            return wrong(f"L’horloge indique {year}.", "Réglez-la : timedatectl set-ntp true")
        return good(f"Horloge : {time.strftime('%d/%m/%Y %H:%M')}")
    if abs(there - time.time()) > CLOCK_SECONDS:
        return wrong(
            "L’horloge de cette machine et celle du serveur mandataire diffèrent.",
            "Réglez-les : timedatectl set-ntp true (les codes de connexion en dépendent)",
        )
    return good(f"Horloge : {time.strftime('%d/%m/%Y %H:%M')}")


CHECKS: tuple[Callable[[], Finding], ...] = (
    check_python,
    check_data_folder,
    check_space,
    check_database,
    check_keys,
    check_storage,
    check_redis,
    check_mail,
    check_address,
    check_worker,
    check_antivirus,
    check_office,
    check_text_recognition,
    check_clock,
)
