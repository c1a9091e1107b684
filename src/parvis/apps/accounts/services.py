"""Changes to accounts: users, their tokens and their sessions."""

from datetime import date, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.apps.accounts.models import ApiToken, User
from parvis.apps.accounts.selectors import own_tokens, user_by_email
from parvis.apps.accounts.tokens import PREFIX, digest_of, make_secret
from parvis.kernel.actors import Actor
from parvis.kernel.errors import InvalidError, NotFoundError, RefusedError, SignInRequiredError

SCOPES = ("read", "write", "admin")
MAX_TOKENS = 50
MAX_NAME = 80
LONGEST = timedelta(days=366)


@transaction.atomic
def create_user(
    *, email: str, password: str | None = None, is_proven: bool = False, language: str = "fr"
) -> User:
    """Create a user and their address; `is_proven`: the address was shown to be theirs."""
    user = User.objects.create_user(email, password, language=language)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=is_proven)
    return user


@transaction.atomic
def ensure_user(*, email: str) -> User:
    """Return the user of an address, made without a password when there is none.

    Whoever receives mail at the address can then sign in by a mailed code, and nobody else.
    """
    return user_by_email(email) or create_user(email=email)


@transaction.atomic
def prove_email(*, user_id: UUID, email: str) -> None:
    """Record that a user reads the mail of one of their own addresses (a mailed code came back)."""
    user = User.objects.get(pk=user_id)
    address = EmailAddress.objects.filter(user=user, email__iexact=email).first()
    if address is None and user.email.lower() == email.lower():
        address = EmailAddress(user=user, email=user.email, primary=True)
    if address is not None and not address.verified:
        address.verified = True
        address.save()


@transaction.atomic
def create_token(
    *,
    user_id: UUID,
    organisation_id: UUID,
    name: str,
    scopes: list[str],
    ends_on: date | None = None,
    has_second_factor: bool = False,
) -> str:
    """Make a token and return its secret, this once only (raises InvalidError by field).

    The caller vouches that the user belongs to the organisation.
    """
    _check_token(name=name, scopes=scopes, ends_on=ends_on)
    alive = ApiToken.objects.filter(user_id=user_id, revoked_at__isnull=True)
    if alive.count() >= MAX_TOKENS:
        raise InvalidError(_("You have too many tokens. Revoke those that you no longer use."))
    secret = make_secret()
    ApiToken.objects.create(
        user_id=user_id,
        organisation_id=organisation_id,
        name=name.strip(),
        scopes=sorted(set(scopes)),
        digest=digest_of(secret),
        hint=secret[: len(PREFIX) + 4],
        has_second_factor=has_second_factor,
        ends_on=ends_on,
    )
    return secret


def create_own_token(
    *, actor: Actor, name: str, scopes: list[str], ends_on: date | None = None
) -> str:
    """Make a token for the actor in their organisation and return its secret.

    Raises SignInRequiredError, RefusedError when a token asks for another, InvalidError.
    """
    if actor.user_id is None or actor.party_id is None:
        raise SignInRequiredError
    if actor.scopes is not None:
        raise RefusedError(_("A token cannot make another one. Do it from your account’s page."))
    return create_token(
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        name=name,
        scopes=scopes,
        ends_on=ends_on,
        has_second_factor=actor.has_second_factor,
    )


def _check_token(*, name: str, scopes: list[str], ends_on: date | None) -> None:
    today = timezone.localdate()
    if not name.strip() or len(name.strip()) > MAX_NAME:
        raise InvalidError(fields={"name": [_("Give a name of 80 characters at most.")]})
    if not scopes or not set(scopes) <= set(SCOPES):
        raise InvalidError(fields={"scopes": [_("Choose what the token may do.")]})
    if ends_on and not today <= ends_on <= today + LONGEST:
        raise InvalidError(fields={"ends_on": [_("Choose a day within the coming year.")]})


@transaction.atomic
def revoke_token(*, user_id: UUID, token_id: UUID) -> None:
    """End one of a user's own tokens at once (raises NotFoundError)."""
    token = (
        ApiToken.objects.select_for_update()
        .filter(pk=token_id, user_id=user_id, revoked_at__isnull=True)
        .first()
    )
    if token is None:
        raise NotFoundError
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])


@transaction.atomic
def revoke_own_token(*, actor: Actor, token_id: UUID) -> None:
    """End one of the actor's tokens for their organisation (raises NotFoundError, RefusedError)."""
    if actor.user_id is None or not actor.has_scope("write"):
        raise RefusedError
    if not own_tokens(actor).filter(pk=token_id).exists():
        raise NotFoundError
    revoke_token(user_id=actor.user_id, token_id=token_id)


@transaction.atomic
def end_own_session(*, actor: Actor, session_id: int) -> None:
    """End one of the actor's sessions (raises NotFoundError, RefusedError)."""
    if actor.user_id is None or not actor.has_scope("write"):
        raise RefusedError
    end_session(user_id=actor.user_id, session_id=session_id)


def touch_token(*, token_id: UUID) -> None:
    """Remember that a token was used, to the nearest five minutes so that reads stay cheap."""
    now = timezone.now()
    ApiToken.objects.filter(pk=token_id).exclude(
        last_used_at__gt=now - timedelta(minutes=5)
    ).update(last_used_at=now)


@transaction.atomic
def end_session(*, user_id: UUID, session_id: int) -> None:
    """End one of a user's own sessions on some device (raises NotFoundError)."""
    session = UserSession.objects.filter(pk=session_id, user_id=user_id).first()
    if session is None:
        raise NotFoundError
    session.end()


@transaction.atomic
def end_all_access(*, user_id: UUID) -> None:
    """End every session and token of a user: they left, or their account was taken over."""
    for session in UserSession.objects.filter(user_id=user_id):
        session.end()
    ApiToken.objects.filter(user_id=user_id, revoked_at__isnull=True).update(
        revoked_at=timezone.now()
    )
