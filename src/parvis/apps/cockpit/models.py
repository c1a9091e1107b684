"""When somebody last came home, and whether they are done with the first steps."""

from django.db import models


class Visit(models.Model):
    """`seen_at` is this visit's last page, `before_at` the end of the visit before."""

    person = models.OneToOneField(
        "directory.Person", primary_key=True, on_delete=models.CASCADE, related_name="home_visit"
    )
    seen_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True, blank=True)
    steps_hidden_at = models.DateTimeField(null=True, blank=True)
