"""What the mails about an account say; named after the templates that allauth asks for."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.kernel.mail import Letter, absolute_url

Context = dict[str, Any]


def _not_you() -> str:
    return _("If you didn’t ask for it, ignore this letter: nobody comes in without the code.")


def _code(subject: str, sentence: str, context: Context, town: str) -> Letter:
    return Letter(
        subject=subject,
        paragraphs=[_("Hello,"), sentence],
        code=str(context.get("code", "")),
        closing=[_("The code works for 15 minutes, once."), _not_you()],
        town=town,
    )


def _login_code(context: Context, town: str) -> Letter:
    return _code(
        _("%(code)s is your code for %(town)s") % {"code": context.get("code"), "town": town},
        _("Here is your code to sign in:"),
        context,
        town,
    )


def _address_code(context: Context, town: str) -> Letter:
    return _code(
        _("%(code)s confirms your address") % {"code": context.get("code")},
        _("Here is the code that confirms this address:"),
        context,
        town,
    )


def _reset_code(context: Context, town: str) -> Letter:
    return _code(
        _("%(code)s lets you choose a new password") % {"code": context.get("code")},
        _("Here is the code to choose a new password:"),
        context,
        town,
    )


def _unknown(_context: Context, town: str) -> Letter:
    return Letter(
        subject=_("Your sign-in to %(town)s") % {"town": town},
        paragraphs=[
            _("Hello,"),
            _("Somebody, perhaps you, asked to sign in with this address. It has no account."),
            _(
                "If you work with %(town)s, ask the person you work with to invite you, or try "
                "another of your addresses."
            )
            % {"town": town},
        ],
        closing=[_("If you didn’t ask for it, ignore this letter.")],
        town=town,
    )


def _notice(subject: str, sentence: str, context: Context, town: str) -> Letter:
    """Tell of a change to the security of an account: what, when, from where, what to do."""
    closing = [
        _(
            "If it wasn’t you, open “Security” at once, end the other sessions and tell "
            "your administrator."
        )
    ]
    if context.get("ip"):
        closing.insert(0, _("Address of the device: %(ip)s") % {"ip": context["ip"]})
    return Letter(
        subject=subject,
        paragraphs=[_("Hello,"), sentence],
        action_label=_("See my account’s security"),
        action_url=absolute_url(reverse("accounts:security")),
        closing=closing,
        town=town,
    )


NOTICES: dict[str, Callable[[], tuple[str, str]]] = {
    "account/email/password_changed": lambda: (
        _("Your password was changed"),
        _("The password of your account has just been changed."),
    ),
    "account/email/password_set": lambda: (
        _("Your password was set"),
        _("A password has just been set for your account."),
    ),
    "account/email/password_reset": lambda: (
        _("Your password was changed"),
        _("The password of your account has just been changed by a mailed code."),
    ),
    "account/email/email_changed": lambda: (
        _("Your address was changed"),
        _("The address of your account has just been changed."),
    ),
    "account/email/email_deleted": lambda: (
        _("An address was removed"),
        _("An address has just been removed from your account."),
    ),
    "account/email/email_confirm": lambda: (
        _("Your address is confirmed"),
        _("The address of your account has just been confirmed."),
    ),
    "mfa/email/totp_activated": lambda: (
        _("Second check turned on"),
        _("An authenticator app now protects your account."),
    ),
    "mfa/email/totp_deactivated": lambda: (
        _("Second check turned off"),
        _("The authenticator app no longer protects your account."),
    ),
    "mfa/email/webauthn_added": lambda: (
        _("A passkey was added"),
        _("A passkey now opens your account."),
    ),
    "mfa/email/webauthn_removed": lambda: (
        _("A passkey was removed"),
        _("A passkey no longer opens your account."),
    ),
    "mfa/email/recovery_codes_generated": lambda: (
        _("New recovery codes"),
        _("New recovery codes have just been made for your account; the old ones are dead."),
    ),
    "socialaccount/email/account_connected": lambda: (
        _("Another way to sign in was added"),
        _("An outside account now opens yours."),
    ),
    "socialaccount/email/account_disconnected": lambda: (
        _("A way to sign in was removed"),
        _("An outside account no longer opens yours."),
    ),
}
CODES: dict[str, Callable[[Context, str], Letter]] = {
    "account/email/login_code": _login_code,
    "account/email/unknown_account": _unknown,
    "account/email/account_already_exists": _unknown,
    "account/email/email_confirmation": _address_code,
    "account/email/email_confirmation_signup": _address_code,
    "account/email/password_reset_code": _reset_code,
}


def letter_for(name: str, context: Context, *, town: str) -> Letter:
    """Return the letter that stands for an allauth template; an unknown one tells of a change."""
    if name in CODES:
        return CODES[name](context, town)
    found = NOTICES.get(name)
    subject, sentence = (
        found()
        if found
        else (
            _("Your account has changed"),
            _("The security settings of your account have just changed."),
        )
    )
    return _notice(subject, sentence, context, town)
