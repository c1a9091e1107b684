"""Spaces, items and the ball for programs."""

from ninja import Router

from parvis.apps.workspaces.api import (
    activity,
    entering,
    items,
    marks,
    spaces,
    tabs,
    trash,
    waiting,
)

router = Router()
router.add_router("", spaces.router)
router.add_router("", tabs.router)
router.add_router("", entering.router)
router.add_router("", trash.router)
router.add_router("", items.router)
router.add_router("", marks.router)
router.add_router("", waiting.router)
router.add_router("", activity.router)
