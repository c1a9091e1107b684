"""What search knows: one document for each text that can be found, and the words they hold."""

from django.db import models

from parvis.kernel.ids import uuid7


class Document(models.Model):
    """A text that can be found: an item's, one of its comments', or a party's of the directory.

    `id` grows with each change, so that the newest come first without a sort. `source_id` is the
    item, the comment or the party; `item` or `party` is what decides who sees it. `key` is the
    rights' key as the index holds it: it makes the look-up quick, and decides nothing (ADR 13).
    `body` is the text in clear, deflated. The words stand in the engine's own table, by `id`.
    """

    id = models.BigAutoField(primary_key=True)
    organisation_id = models.UUIDField()
    source_id = models.UUIDField(unique=True)
    item = models.ForeignKey(
        "workspaces.Item", null=True, on_delete=models.CASCADE, related_name="+"
    )
    party = models.ForeignKey(
        "directory.Party", null=True, on_delete=models.CASCADE, related_name="+"
    )
    workspace_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=33)
    author_id = models.UUIDField(null=True)
    happened_at = models.DateTimeField()
    title = models.CharField(max_length=255)
    body = models.BinaryField(default=bytes)
    digest = models.CharField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "-id"], name="search_document_recent"),
            models.Index(
                fields=["organisation_id", "id"],
                condition=models.Q(digest=""),
                name="search_document_stale",
            ),
        ]


class Spelling(models.Model):
    """A word of an organisation's texts under a form that a slip may leave of it.

    `form` is the word itself, or the word without one of its letters: two words that are one slip
    apart share a form (Damerau-Levenshtein, by deletions).
    """

    organisation_id = models.UUIDField()
    form = models.CharField(max_length=24)
    word = models.CharField(max_length=24)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "form", "word"], name="search_spelling_once"
            )
        ]


class SavedSearch(models.Model):
    """A search that a person keeps under a name; `query` is the address's, without its page."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("directory.Party", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1_000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="saved_search_name_once")
        ]
