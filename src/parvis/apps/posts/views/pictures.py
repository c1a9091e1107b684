"""Pictures of posts: sent by authors, shown to readers."""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from parvis.apps.directory.requests import ActorRequest, signed_in
from parvis.apps.posts import access
from parvis.apps.posts.services.pictures import LARGEST_FILE, add_picture
from parvis.kernel.storage.delivery import deliver_blob


def bytes_of(sent: UploadedFile[bytes] | None) -> bytes:
    """Return what was sent, one byte beyond the limit at most."""
    return sent.read(LARGEST_FILE + 1) if sent is not None else b""


@require_POST
@signed_in
def add(request: ActorRequest, post_id: UUID) -> HttpResponseBase:
    """Store a picture that the editor sends, and say where it is."""
    sent = request.FILES.get("picture")
    data = bytes_of(sent if isinstance(sent, UploadedFile) else None)
    picture = add_picture(actor=request.actor, post_id=post_id, data=data)
    return JsonResponse(
        {
            "url": reverse("posts:picture", args=[picture.pk]),
            "width": picture.width,
            "height": picture.height,
        },
        status=201,
    )


@require_safe
@signed_in
def picture(request: ActorRequest, picture_id: UUID) -> HttpResponseBase:
    """Send a picture of a post, or the small one of lists."""
    found = access.get_picture(request.actor, picture_id)
    blob = found.small if request.GET.get("petite") else found.blob
    return deliver_blob(request, blob, name="image.webp", media_type="image/webp", inline=True)
