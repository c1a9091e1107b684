"""Posts, who wrote them, what they show, where they go, and who read them."""

from django.db import models

from parvis.apps.posts.enums import PostState
from parvis.kernel.ids import uuid7


class Post(models.Model):
    """Something told to a space, to several, or to the town; its item bears its title and rights.

    `body` is Markdown (CommonMark, without HTML); `excerpt` its first words. Until it is published,
    its item is restricted to its authors; then it shows where `places` and `to_town` wanted it.
    `publisher` published it, or asked for it to be published at `publish_at`. `is_public` puts it
    on the public page of its space, if that page is open.
    """

    item = models.OneToOneField(
        "workspaces.Item",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="post",
        db_column="id",
    )
    body = models.TextField(blank=True)
    excerpt = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=PostState.choices, default=PostState.DRAFT)
    publish_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    publisher = models.ForeignKey(
        "directory.Party", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    places = models.ManyToManyField("workspaces.Workspace", related_name="+")
    to_town = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False)
    cover = models.ForeignKey(
        "posts.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["-published_at"], name="post_published"),
            models.Index(
                fields=["publish_at"], condition=models.Q(state="scheduled"), name="post_due"
            ),
        ]


class Author(models.Model):
    """A person who writes a post and sees its draft; the first wrote first."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey("directory.Party", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="post_author_once")]


class Picture(models.Model):
    """A picture of a post, made again as WebP without what cameras add; `small` is for lists."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="pictures")
    blob = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="+")
    small = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)


class Card(models.Model):
    """A file or another thing that a post leads to; each reader sees it by their own rights."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="cards")
    item = models.ForeignKey("workspaces.Item", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["post", "item"], name="post_card_once")]


class PostVersion(models.Model):
    """What a published post said before somebody changed it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    title = models.CharField(max_length=255)
    body = models.TextField(blank=True)
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(
        "directory.Party", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-replaced_at"]


class Reading(models.Model):
    """A person opened a published post for the first time; nothing else of it is kept."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey("directory.Party", on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="reading_once")]


class Pin(models.Model):
    """A post stands first in a space, or (without a space) in the news of the town."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="pins")
    workspace = models.ForeignKey(
        "workspaces.Workspace", null=True, on_delete=models.CASCADE, related_name="+"
    )
    pinned_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "workspace"], name="pin_once"),
            models.UniqueConstraint(
                fields=["post"],
                condition=models.Q(workspace__isnull=True),
                name="pin_in_town_once",
            ),
        ]


class PublicPage(models.Model):
    """A space shows its public posts to anybody, without an account."""

    workspace = models.OneToOneField(
        "workspaces.Workspace", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    is_open = models.BooleanField(default=False)
    introduction = models.CharField(max_length=500, blank=True)
