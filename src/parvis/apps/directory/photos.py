"""Photos as they come, and as they are kept: small, square, without what cameras add to them."""

import hashlib
import io

from django.utils.translation import gettext as _

from parvis.kernel.errors import InvalidError
from parvis.kernel.storage.pictures import PictureError, thumbnail

LARGEST_FILE = 10 * 1024 * 1024
SIDE = 320


def prepare_photo(data: bytes) -> bytes:
    """Return a square WebP of 320 pixels from a picture as sent (raises InvalidError)."""
    if not data:
        raise InvalidError(fields={"photo": [_("This file is empty. Choose another picture.")]})
    if len(data) > LARGEST_FILE:
        message = _("This picture is over 10 MB. Choose a smaller one.")
        raise InvalidError(fields={"photo": [message]})
    try:
        return thumbnail(io.BytesIO(data), width=SIDE, height=SIDE, is_cropped=True)
    except PictureError as error:
        raise InvalidError(fields={"photo": [error.message]}) from error


def photo_digest(data: bytes) -> str:
    """Return what tells a photo from another (16 hexadecimal signs)."""
    return hashlib.sha256(data).hexdigest()[:16]
