"""Periodic work of the store: remove what nobody holds and what crashed writers left."""

from datetime import timedelta

from parvis.kernel.schedule import periodic
from parvis.kernel.storage.upkeep import delete_unreferenced, sweep_temporary
from parvis.kernel.storage.uploads import upload_spool

UPLOAD_KEPT = timedelta(days=7)


@periodic(every=timedelta(days=1))
def delete_free_blobs() -> None:
    delete_unreferenced()


@periodic(every=timedelta(days=1))
def sweep_what_crashes_left() -> None:
    sweep_temporary()
    upload_spool().sweep(older_than=UPLOAD_KEPT)
