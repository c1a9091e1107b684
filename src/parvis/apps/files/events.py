"""What happens to files and folders."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from parvis.kernel.events import DomainEvent, register


@register(
    "files.folder_added",
    sentence=_("made the folder {item}"),
    sentence_of_many=_("made the folders {item}"),
    icon="folder-plus",
)
@dataclass(frozen=True, kw_only=True)
class FolderAdded(DomainEvent):
    pass


@register("files.file_added", sentence=_("added {item}"), icon="file-plus")
@dataclass(frozen=True, kw_only=True)
class FileAdded(DomainEvent):
    version_id: str
    size: int


@register("files.version_added", sentence=_("added version {number} of {item}"), icon="file-plus")
@dataclass(frozen=True, kw_only=True)
class VersionAdded(DomainEvent):
    version_id: str
    number: int
    size: int


@register(
    "files.version_restored",
    sentence=_("brought back version {restored_from} of {item}"),
    icon="history",
)
@dataclass(frozen=True, kw_only=True)
class VersionRestored(DomainEvent):
    version_id: str
    number: int
    restored_from: int


@register("files.file_locked", sentence=_("locked {item}"), icon="lock")
@dataclass(frozen=True, kw_only=True)
class FileLocked(DomainEvent):
    message: str = ""


@register("files.file_unlocked", sentence=_("unlocked {item}"), icon="unlock")
@dataclass(frozen=True, kw_only=True)
class FileUnlocked(DomainEvent):
    was_broken: bool = False


@register(
    "files.file_downloaded", sentence=_("downloaded {item}"), icon="download", is_public=False
)
@dataclass(frozen=True, kw_only=True)
class FileDownloaded(DomainEvent):
    number: int


@register(
    "files.folder_downloaded",
    sentence=_("downloaded {item} as a ZIP file"),
    icon="download",
    is_public=False,
)
@dataclass(frozen=True, kw_only=True)
class FolderDownloaded(DomainEvent):
    count: int


@register("files.virus_found", sentence=_("stopped a virus in {item}: {threat}"), icon="shield")
@dataclass(frozen=True, kw_only=True)
class VirusFound(DomainEvent):
    version_id: str
    threat: str


@register(
    "files.text_read", sentence=_("read what is written in {item}"), icon="search", is_public=False
)
@dataclass(frozen=True, kw_only=True)
class TextRead(DomainEvent):
    """Search may find the file by what is written in it."""

    version_id: str
