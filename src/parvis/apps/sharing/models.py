"""Links to documents for people outside, what they did with them, and what they handed in."""

from django.db import models

from parvis.apps.sharing.enums import Act, LinkKind, Permission, Sorting
from parvis.kernel.ids import uuid7


class Policy(models.Model):
    """What an organisation lets its people share; without a row, the defaults."""

    organisation = models.OneToOneField(
        "directory.Organisation", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    is_on = models.BooleanField(default=True)
    default_days = models.PositiveSmallIntegerField(default=30)
    max_days = models.PositiveSmallIntegerField(default=365)
    requires_password = models.BooleanField(default=False)


class Link(models.Model):
    """An address that opens documents, or a deposit, to whoever has it, until its end.

    Only a digest of its token finds it; the token itself lies sealed, for its author to copy again.
    `item` is what is shared, or the place of the things of `parts`; `author` is whose rights it
    follows. `tries` counts the passwords tried since `tries_from`; `told_end` is when its end, or
    its stop, was said.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    item = models.ForeignKey("workspaces.Item", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(
        "directory.Party", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=7, choices=LinkKind.choices, default=LinkKind.SHARE)
    digest = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    label = models.CharField(max_length=120, blank=True)
    message = models.TextField(blank=True)
    permission = models.CharField(
        max_length=9, choices=Permission.choices, default=Permission.DOWNLOAD
    )
    sorting = models.CharField(max_length=8, choices=Sorting.choices, default=Sorting.APART)
    password = models.CharField(max_length=255, blank=True)
    ends_on = models.DateField()
    tells_opening = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        "directory.Party", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    told_end = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    tries_from = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-id"], name="link_organisation"),
            models.Index(fields=["author", "-id"], name="link_author"),
            models.Index(
                fields=["ends_on"],
                condition=models.Q(revoked_at__isnull=True, told_end__isnull=True),
                name="link_to_end",
            ),
        ]


class LinkPart(models.Model):
    """A thing that a link shares, with what is below it."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="parts")
    item = models.ForeignKey("workspaces.Item", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "item"], name="link_part_once")]


class Recipient(models.Model):
    """Whom a link was mailed to."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="recipients")
    email = models.EmailField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["link", "email"], name="recipient_once")]


class Trace(models.Model):
    """Somebody outside did something with a link: what and when, on purpose not who nor whence."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="traces")
    act = models.CharField(max_length=10, choices=Act.choices)
    item = models.ForeignKey(
        "workspaces.Item", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["link", "-id"], name="trace_of_link")]


class Deposit(models.Model):
    """What somebody handed in through a link: `name` and `email` are as they typed them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="deposits")
    reference = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    message = models.TextField(blank=True)
    place = models.ForeignKey(
        "workspaces.Item", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["link", "reference"], name="deposit_reference")
        ]


class DepositedFile(models.Model):
    """A file of a deposit, by the name under which it was kept."""

    deposit = models.ForeignKey(Deposit, on_delete=models.CASCADE, related_name="files")
    item = models.ForeignKey(
        "workspaces.Item", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
