"""What links refuse."""

from django.utils.translation import gettext_lazy as _

from parvis.kernel.errors import NotFoundError


class GoneError(NotFoundError):
    """Nothing is behind this address: there never was, or no longer. The two are not told apart."""

    code = "link_gone"
    title = _("This link leads nowhere")
    default_message = _(
        "It may have ended, have been withdrawn, or be cut short. Ask the person who sent it to "
        "you for a new one."
    )
