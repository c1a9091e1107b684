"""Folders and files, their versions, locks, previews, and uploads under way."""

from django.db import models

from parvis.apps.files.enums import PreviewKind, PreviewState, Trouble, UploadState, Verdict
from parvis.kernel.ids import uuid7


class Folder(models.Model):
    """A folder; its item bears its name, place and rights."""

    item = models.OneToOneField(
        "workspaces.Item",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="folder",
        db_column="id",
    )


class File(models.Model):
    """A file: one current version, and all those before. Its item's title is its name."""

    item = models.OneToOneField(
        "workspaces.Item",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="file",
        db_column="id",
    )
    current = models.OneToOneField(
        "files.FileVersion", null=True, on_delete=models.RESTRICT, related_name="+"
    )
    last_number = models.PositiveIntegerField(default=0)


class FileVersion(models.Model):
    """A content that a file had from `created_at` on; it never changes, and never goes before it.

    `restored_from` is the number of the earlier version that this one brings back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    blob = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=127)
    size = models.BigIntegerField()
    author = models.ForeignKey(
        "directory.Party", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    remark = models.CharField(max_length=500, blank=True)
    restored_from = models.PositiveIntegerField(null=True, blank=True)
    verdict = models.CharField(
        max_length=9, choices=Verdict.choices, default=Verdict.UNSCANNED, db_default="unscanned"
    )
    threat = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="file_version_number")
        ]
        indexes = [
            models.Index(
                fields=["verdict"],
                condition=models.Q(verdict__in=["waiting", "infected"]),
                name="file_version_to_watch",
            )
        ]


class Lock(models.Model):
    """Somebody works on a file: until they unlock it, or `until`, nobody else adds a version."""

    file = models.OneToOneField(
        File, primary_key=True, on_delete=models.CASCADE, related_name="lock"
    )
    by = models.ForeignKey("directory.Party", on_delete=models.CASCADE, related_name="+")
    message = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)


class Preview(models.Model):
    """How a content shows in the page, made once for all versions that hold it.

    `source_id` is a blob's id, on purpose not a foreign key: a preview doesn't keep its source.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    source_id = models.UUIDField()
    kind = models.CharField(max_length=6, choices=PreviewKind.choices)
    state = models.CharField(
        max_length=7, choices=PreviewState.choices, default=PreviewState.PENDING
    )
    trouble = models.CharField(max_length=12, choices=Trouble.choices, blank=True)
    page_count = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_id", "kind"], name="preview_of_content")
        ]


class PreviewPage(models.Model):
    """A page of a preview as a WebP picture, with its text for those who can't see it."""

    preview = models.ForeignKey(Preview, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    blob = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="+")
    thumbnail = models.ForeignKey(
        "storage.Blob", null=True, on_delete=models.PROTECT, related_name="+"
    )
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["preview", "number"], name="preview_page_number")
        ]


class ContentText(models.Model):
    """What is written in a content, read once for all versions that hold it; sealed as it is.

    `source_id` is a blob's id, on purpose not a foreign key: a text doesn't keep its source.
    `ocr_pages` counts the pages that were read off their picture, with the errors of that.
    """

    source_id = models.UUIDField(primary_key=True)
    organisation_id = models.UUIDField()
    state = models.CharField(
        max_length=7, choices=PreviewState.choices, default=PreviewState.PENDING
    )
    trouble = models.CharField(max_length=12, choices=Trouble.choices, blank=True)
    text = models.ForeignKey("storage.Blob", null=True, on_delete=models.PROTECT, related_name="+")
    ocr_pages = models.PositiveIntegerField(default=0)
    is_cut = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(auto_now_add=True)


class Upload(models.Model):
    """A file on its way in, piece by piece (tus 1.0); its bytes lie sealed in the spool.

    `parent` is where it goes, `path` the folders below that are made for it, `file` the file that
    it is a new version of, if it is said; `expected_number` the version that its sender had seen.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    sender = models.ForeignKey("directory.Party", on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey("workspaces.Item", on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey(File, null=True, on_delete=models.CASCADE, related_name="+")
    expected_number = models.PositiveIntegerField(null=True)
    path = models.JSONField(default=list)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=127, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    name_choice = models.CharField(max_length=9, default="ask")
    length = models.BigIntegerField()
    state = models.CharField(
        max_length=9, choices=UploadState.choices, default=UploadState.RECEIVING
    )
    item = models.ForeignKey(
        "workspaces.Item", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="upload_expiry")]
