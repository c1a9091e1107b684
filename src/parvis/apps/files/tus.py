"""The words of tus 1.0.0 (https://tus.io/protocols/resumable-upload): headers in and out.

Core, and the extensions creation, creation-with-upload, expiration, checksum and termination.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, Final
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.apps.files.enums import NameChoice
from parvis.apps.files.services.uploads import Announced
from parvis.kernel.errors import UNFIT, InvalidError, ParvisError
from parvis.kernel.texts import is_storable

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,creation-with-upload,expiration,checksum,termination"
ALGORITHMS: Final = ("sha256", "sha1", "md5")
BODY_TYPE: Final = "application/offset+octet-stream"
PIECE: Final = 256 * 1024
NAMES: Final = frozenset({"filename", "name", "path"})


class ProtocolError(ParvisError):
    """The sender doesn't speak tus 1.0.0."""

    status: ClassVar[int] = 400
    code = "tus"
    title = _("This upload could not be understood")


class OtherVersionError(ProtocolError):
    status = 412


class OtherBodyError(ProtocolError):
    status = 415


class ChecksumError(ParvisError):
    """The piece arrived otherwise than it was sent; nothing of it was kept (tus: 460)."""

    status = 460
    code = "checksum"
    default_message = _("Part of the file was damaged on its way. It is sent again.")


def require_version(request: HttpRequest) -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise OtherVersionError(_("Only tus 1.0.0 is spoken here."))


def number_in(request: HttpRequest, name: str) -> int:
    """Return a header that is a count of bytes (raises ProtocolError)."""
    raw = request.headers.get(name, "")
    if not (raw.isascii() and raw.isdigit() and len(raw) < 19):
        raise ProtocolError(_("The header %(name)s is missing or wrong.") % {"name": name})
    return int(raw)


def metadata_of(request: HttpRequest) -> dict[str, str]:
    """Return Upload-Metadata: pairs of a key and a value in base64, apart by commas."""
    pairs = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        try:
            if key:
                pairs[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise ProtocolError(_("The header Upload-Metadata is wrong.")) from error
        # A name is cleaned further on: what a computer allowed there is no reason to refuse a file.
        if key not in NAMES and not is_storable(pairs.get(key, "")):
            raise InvalidError(UNFIT)
    return pairs


def announced_in(request: HttpRequest) -> Announced:
    """Return what a creation request says of its file (raises ProtocolError, InvalidError).

    Keys: `parent` (id of the place), `filename` or `name`, `filetype`, `path` (a JSON list of
    folder names), `file` and `expected` (a new version of a file, after the version seen),
    `remark`, `choice` (a `NameChoice`).
    """
    values = metadata_of(request)
    file_id = _id_in(values, "file") if values.get("file") else None
    choice = values.get("choice") or NameChoice.KEEP_BOTH
    if choice not in NameChoice.values:
        raise ProtocolError
    return Announced(
        parent_id=file_id or _id_in(values, "parent"),
        name=values.get("filename") or values.get("name", ""),
        length=number_in(request, "Upload-Length"),
        path=_path_in(values),
        media_type=values.get("filetype", ""),
        remark=values.get("remark", ""),
        name_choice=NameChoice(choice),
        file_id=file_id,
        expected_number=_count_in(values, "expected"),
    )


def _id_in(values: Mapping[str, str], key: str) -> UUID:
    try:
        return UUID(values.get(key, ""))
    except ValueError as error:
        raise InvalidError(_("Choose a folder.")) from error


def _count_in(values: Mapping[str, str], key: str) -> int | None:
    raw = values.get(key, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else None


def _path_in(values: Mapping[str, str]) -> list[str]:
    try:
        path = json.loads(values.get("path") or "[]")
    except (ValueError, RecursionError) as error:
        raise ProtocolError from error
    if not isinstance(path, list) or not all(isinstance(name, str) for name in path):
        raise ProtocolError
    return [name for name in path if name.strip(" /.")]


class Body:
    """The bytes of a request in pieces, and whether they are those that were announced."""

    def __init__(self, request: HttpRequest) -> None:
        if request.headers.get("Content-Type", "").split(";")[0].strip() != BODY_TYPE:
            raise OtherBodyError(_("Send the bytes as application/offset+octet-stream."))
        self._request = request
        self._digest, self._expected = _checksum_in(request)

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._request.read(PIECE):
            if self._digest is not None:
                self._digest.update(piece)
            yield piece

    @property
    def check(self) -> Callable[[], None] | None:
        """What refuses the piece when its checksum is another; None when none was sent."""
        return self._check if self._digest is not None else None

    def _check(self) -> None:
        if self._digest is not None and self._digest.digest() != self._expected:
            raise ChecksumError


def _checksum_in(request: HttpRequest) -> tuple["hashlib._Hash | None", bytes]:
    raw = request.headers.get("Upload-Checksum", "")
    if not raw:
        return None, b""
    algorithm, _space, value = raw.partition(" ")
    if algorithm not in ALGORITHMS:
        raise ProtocolError(_("Only checksums of these kinds are known: sha256, sha1, md5."))
    try:
        expected = base64.b64decode(value.strip(), validate=True)
    except binascii.Error as error:
        raise ProtocolError from error
    return hashlib.new(algorithm, usedforsecurity=False), expected
