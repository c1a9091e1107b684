"""The directory for programs."""

from ninja import Router

from parvis.apps.directory.api import absences, delegations, parties, persons, structure
from parvis.apps.directory.api.schemas import PartyOut, Words

__all__ = ["PartyOut", "Words", "router"]

router = Router()
router.add_router("", parties.router)
router.add_router("", persons.router)
router.add_router("", structure.router)
router.add_router("", absences.router)
router.add_router("", delegations.router)
