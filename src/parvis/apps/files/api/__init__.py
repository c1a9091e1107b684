"""Folders and files for programs."""

from ninja import Router

from parvis.apps.files.api import contents, files, folders, uploads

router = Router()
router.add_router("", folders.router)
router.add_router("", files.router)
router.add_router("", contents.router)
router.add_router("", uploads.router)
