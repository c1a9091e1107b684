"""What kind of document an OLE compound file is, by the names in its directory ([MS-CFB])."""

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

OLE: Final = "application/x-ole-storage"
PROTECTED_OFFICE: Final = "application/x-tika-ooxml-protected"
MAX_SECTORS: Final = 4096
_END_OF_CHAIN: Final = 0xFFFFFFFA
_ENTRY_BYTES: Final = 128

_KINDS: Final = (
    ("EncryptedPackage", PROTECTED_OFFICE),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("PP97_DUALSTORAGE", "application/vnd.ms-powerpoint"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("VisioDocument", "application/vnd.visio"),
)


def sniff_ole(file: BinaryIO) -> str:
    """Return the media type of a compound file, `application/x-ole-storage` when in doubt."""
    try:
        names = set(_names(file))
    except (struct.error, ValueError, OSError):
        return OLE
    return next((kind for name, kind in _KINDS if name in names), OLE)


def _names(file: BinaryIO) -> Iterator[str]:
    file.seek(0)
    header = file.read(512)
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in (9, 12):
        raise ValueError("no such sector size")
    sector_bytes = 1 << shift
    (first,) = struct.unpack_from("<L", header, 48)
    table = [s for s in struct.unpack_from("<109L", header, 76) if s < _END_OF_CHAIN]
    per_sector = sector_bytes // 4
    sector, seen = first, 0
    while sector < _END_OF_CHAIN and seen < MAX_SECTORS:
        raw = _sector(file, sector, sector_bytes)
        for at in range(0, len(raw) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            (length,) = struct.unpack_from("<H", raw, at + 64)
            yield raw[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "ignore")
        index, place = divmod(sector, per_sector)
        if index >= len(table):
            return
        fat = _sector(file, table[index], sector_bytes)
        (sector,) = struct.unpack_from("<L", fat, place * 4)
        seen += 1


def _sector(file: BinaryIO, number: int, size: int) -> bytes:
    file.seek((number + 1) * size)
    return file.read(size)
