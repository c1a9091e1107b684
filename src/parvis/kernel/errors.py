"""The errors that a person or a program may meet; each carries what to do about it.

Pages show `title` and `message`; the API answers RFC 9457 problem details with the same words.
"""

from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class ParvisError(Exception):
    """An expected refusal: `status` is the HTTP status, `code` a stable word for programs."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "invalid"
    title: ClassVar[Text] = _("This is not possible")
    default_message: ClassVar[Text] = _("Check what was asked, then try again.")

    def __init__(
        self, message: Text | None = None, *, fields: Mapping[str, list[Text]] | None = None
    ) -> None:
        self.message: Text = message or self.default_message
        self.fields: Mapping[str, list[Text]] = fields or {}
        super().__init__(message)

    def __str__(self) -> str:
        return " ".join(str(text) for texts in self.fields.values() for text in texts) or str(
            self.message
        )


class InvalidError(ParvisError):
    """What was sent cannot be used as it is; `fields` says why, field by field."""

    status = 422
    title = _("Something needs correcting")


class NotFoundError(ParvisError):
    """The thing does not exist or may not be seen: the two are not told apart."""

    status = 404
    code = "not_found"
    title = _("Nothing to show here")
    default_message = _(
        "The address may be wrong, the thing may have been removed, or you may not have access to "
        "it. Ask the person who sent you the link."
    )


class RefusedError(ParvisError):
    """The thing is visible to the actor but the act is not allowed."""

    status = 403
    code = "refused"
    title = _("You may not do this")
    default_message = _("Your role here does not allow this. Ask a manager of the space.")


UNFIT = _("A text holds a character that can’t be stored (NUL, or half of a pair).")
READS_ONLY = _("This token only reads. Make one that may write, in “My account”, “Tokens”.")


class SignInRequiredError(ParvisError):
    """Nobody is signed in."""

    status = 401
    code = "sign_in_required"
    title = _("Sign in first")
    default_message = _("Sign in, then try again.")


class SecondFactorRequiredError(RefusedError):
    """The organisation or the space asks for a second factor that this session has not shown."""

    code = "second_factor_required"
    title = _("A second check is needed")
    default_message = _(
        "This place asks for a second proof of identity. Set one up in “My account”, "
        "“Security”, then come back."
    )


class ConflictError(ParvisError):
    """Somebody else changed the thing meanwhile, or its state no longer allows the act."""

    status = 409
    code = "conflict"
    title = _("This has changed meanwhile")
    default_message = _("Reload the page to see its present state, then try again.")


class VersionMismatchError(ConflictError):
    """The version given (If-Match, hidden field) is not the present one (RFC 9110, 13.1.1)."""

    status = 412
    code = "version_mismatch"


class TooLargeError(ParvisError):
    """More than what is accepted was sent."""

    status = 413
    code = "too_large"
    title = _("This is too large")


class ThrottledError(ParvisError):
    """Too many tries in a short time."""

    status = 429
    code = "throttled"
    title = _("Too many tries")
    default_message = _("Wait a few minutes, then try again.")
