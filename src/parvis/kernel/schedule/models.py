"""When each periodic job last ran, and which workers are alive."""

from django.db import models


class JobRun(models.Model):
    """The last run of a periodic job; `started_at` is also what workers claim it by."""

    name = models.CharField(max_length=200, primary_key=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)


class Heartbeat(models.Model):
    """A worker says here, every few seconds, that it is alive."""

    worker = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField(db_index=True)
