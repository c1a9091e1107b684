"""What the home page remembers: visits, the first steps, and how it is arranged."""

from django.db import models

from parvis.kernel.ui.blocks import HomeProfile


class Visit(models.Model):
    """`seen_at` is this visit's last page, `before_at` the end of the visit before."""

    person = models.OneToOneField(
        "directory.Person", primary_key=True, on_delete=models.CASCADE, related_name="home_visit"
    )
    seen_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True, blank=True)
    steps_hidden_at = models.DateTimeField(null=True, blank=True)


class Arrangement(models.Model):
    """How a person arranges their home: `layout` names the blocks of each column, and the hidden.

    Without a row, the home is the one that the organisation set for their profile.
    """

    person = models.OneToOneField(
        "directory.Person",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="home_arrangement",
    )
    layout = models.JSONField()


class ProfileArrangement(models.Model):
    """How an organisation arranges the homes of a profile, for those who changed nothing."""

    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    profile = models.CharField(max_length=9, choices=HomeProfile.choices)
    layout = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "profile"], name="profile_arrangement_once"
            )
        ]
