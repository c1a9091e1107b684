"""Reads about users, their tokens and their sessions."""

from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from parvis.apps.accounts.models import ApiToken, User
from parvis.apps.accounts.tokens import digest_of, is_well_formed
from parvis.kernel.actors import Actor

METHODS_KEY = "account_authentication_methods"


def user_by_email(email: str) -> User | None:
    """Return the user of an address, whatever its case, by any address that they have proven."""
    email = email.strip()
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        proven = EmailAddress.objects.filter(email__iexact=email, verified=True).first()
        user = User.objects.get(pk=proven.user_id) if proven else None
    return user


def proven_emails(user_id: UUID) -> list[str]:
    """Return the addresses that a user has shown to be theirs."""
    rows = EmailAddress.objects.filter(user_id=user_id, verified=True)
    return list(rows.values_list("email", flat=True))


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether this session was opened with a second factor or a passkey."""
    records = request.session.get(METHODS_KEY, [])
    return any(record.get("method") == "mfa" for record in records)


def tokens_of(user_id: UUID) -> QuerySet[ApiToken]:
    """Return a user's tokens that aren't revoked, the newest first."""
    return ApiToken.objects.filter(user_id=user_id, revoked_at__isnull=True)


def own_tokens(actor: Actor) -> QuerySet[ApiToken]:
    """Return the actor's tokens for their organisation that aren't revoked."""
    if actor.user_id is None or not actor.has_scope("read"):
        return ApiToken.objects.none()
    return tokens_of(actor.user_id).filter(organisation_id=actor.organisation_id)


def own_sessions(actor: Actor) -> list[UserSession]:
    """Return the actor's sessions on whatever device, the latest first."""
    if actor.user_id is None or not actor.has_scope("read"):
        return []
    user = User.objects.get(pk=actor.user_id)
    found: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda one: one.created_at, reverse=True)


def token_of(secret: str) -> ApiToken | None:
    """Return the living token of a secret, None for any other text.

    Neither revoked nor past its day, its user active. Whether the user still belongs to the
    organisation is for `directory.selectors.actor_for` to say.
    """
    if not is_well_formed(secret):
        return None
    return (
        ApiToken.objects.select_related("user")
        .filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()),
            digest=digest_of(secret),
            revoked_at__isnull=True,
            user__is_active=True,
        )
        .first()
    )
