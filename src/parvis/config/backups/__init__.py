"""Backups: one .tar holding a consistent database, the files and the kept mails.

    parvis-backup/database.sqlite3    a snapshot, or database.sql: PostgreSQL's dump
    parvis-backup/blobs/<name>        each object of the store, sealed as it lies there
    parvis-backup/blobs.list          the names and sizes, when the objects stay in their bucket
    parvis-backup/mail/<name>         mails kept because no server took them
    parvis-backup/manifest.json       what is above, with the SHA-256 of each; always last

The database is taken first: what it refers to then exists in the store, which keeps contents for
a day after their last use. Keys are never in it: files stay sealed for whoever finds a backup.
"""

PREFIX = "parvis-backup/"
MANIFEST = PREFIX + "manifest.json"
FORMAT = 1


class BackupError(Exception):
    """A backup that can't be made, or one that can't be trusted or put back; says why in French."""
