"""What spaces refuse, beyond the common refusals."""

from django.utils.translation import gettext_lazy as _

from parvis.kernel.errors import NotFoundError


class AccessEndedError(NotFoundError):
    """The actor was in the space, and is no more: only such a person is told."""

    title = _("Your access here has ended")
    default_message = _(
        "You were a member of this space, and are no longer. What you brought in is kept. If you "
        "should still have access, ask a manager of the space, or the person who invited you."
    )
