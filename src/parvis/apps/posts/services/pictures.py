"""Pictures of posts: whatever comes is made again as WebP, upright, without what cameras add."""

import io
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from parvis.apps.posts import access
from parvis.apps.posts.models import Picture
from parvis.kernel.actors import Actor
from parvis.kernel.errors import ConflictError, InvalidError
from parvis.kernel.storage.blobs import write_blob
from parvis.kernel.storage.pictures import PictureError, thumbnail

LARGEST_FILE = 15 * 1024 * 1024
MOST = 60
SIDE, SMALL = 1600, 640


def add_picture(*, actor: Actor, post_id: UUID, data: bytes) -> Picture:
    """Store a picture for a post that one writes; its body decides where it shows.

    The content is stored first, outside any transaction. Raises InvalidError, ConflictError.
    """
    with transaction.atomic():
        post = access.lock_post(actor, post_id)
        if post.pictures.count() >= MOST:
            raise ConflictError(_("A publication holds 60 pictures at most."))
    large, small = _prepared(data)
    width, height = Image.open(io.BytesIO(large)).size
    organisation_id = actor.organisation_id
    blob = write_blob(organisation_id=organisation_id, chunks=[large])
    little = write_blob(organisation_id=organisation_id, chunks=[small])
    with transaction.atomic():
        post = access.lock_post(actor, post_id)
        return Picture.objects.create(
            post=post, blob=blob, small=little, width=width, height=height
        )


def _prepared(data: bytes) -> tuple[bytes, bytes]:
    if not data:
        raise InvalidError(fields={"picture": [_("This file is empty. Choose another picture.")]})
    if len(data) > LARGEST_FILE:
        message = _("This picture is over 15 MB. Choose a smaller one.")
        raise InvalidError(fields={"picture": [message]})
    try:
        large = thumbnail(io.BytesIO(data), width=SIDE, height=SIDE)
        return large, thumbnail(io.BytesIO(large), width=SMALL, height=SMALL)
    except PictureError as error:
        raise InvalidError(fields={"picture": [error.message]}) from error
