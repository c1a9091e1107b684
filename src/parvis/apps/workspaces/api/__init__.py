"""Spaces, items and the ball for programs."""

from ninja import Router

from parvis.apps.workspaces.api import items, spaces, waiting

router = Router()
router.add_router("", spaces.router)
router.add_router("", items.router)
router.add_router("", waiting.router)
