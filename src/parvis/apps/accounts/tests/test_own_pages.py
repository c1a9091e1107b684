"""One's own account: sessions, second factors, tokens, display."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone
from tests.town import PASSWORD, Town

from parvis.apps.accounts import services
from parvis.apps.accounts.models import ApiToken, User
from parvis.apps.accounts.selectors import token_of
from parvis.apps.accounts.tokens import is_well_formed, make_secret
from parvis.apps.directory.selectors import actor_for
from parvis.kernel.errors import InvalidError, NotFoundError, RefusedError, SignInRequiredError

LOGIN = "/compte/connexion/"


def sign_in(client: Client, user: User) -> None:
    assert client.post(LOGIN, {"login": user.email, "password": PASSWORD}).status_code == 302


def reauthenticate(client: Client, next_path: str = "/") -> None:
    client.post(f"/compte/confirmer/?next={next_path}", {"password": PASSWORD})


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_anonymous_are_sent_to_sign_in(client: Client, db: None) -> None:
    for path in ("", "securite/", "sessions/", "affichage/", "jetons/"):
        assert client.get(f"/compte/{path}").url.startswith(LOGIN)


def test_session_of_another_device_is_closed(client: Client, town: Town) -> None:
    mayor = town.user("mayor")
    other = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0"})
    sign_in(client, mayor)
    sign_in(other, mayor)
    assert "Firefox, Windows" in client.get("/compte/sessions/").content.decode()
    theirs = UserSession.objects.get(user_agent__contains="Firefox")
    client.post(f"/compte/sessions/{theirs.pk}/fermer/")
    assert other.get("/compte/").status_code == 302
    assert client.get("/compte/").status_code == 200


def test_session_of_somebody_else_is_not_mine_to_close(client: Client, town: Town) -> None:
    other = Client()
    sign_in(client, town.user("mayor"))
    sign_in(other, town.user("agent"))
    theirs = UserSession.objects.get(user=town.user("agent"))
    assert client.post(f"/compte/sessions/{theirs.pk}/fermer/").status_code == 404
    assert other.get("/compte/").status_code == 200


def test_all_other_sessions_close_at_once(client: Client, town: Town) -> None:
    others = [Client(), Client()]
    for browser in [client, *others]:
        sign_in(browser, town.user("mayor"))
    client.post("/compte/sessions/")
    assert [browser.get("/compte/").status_code for browser in [client, *others]] == [200, 302, 302]


def test_second_factor_asks_who_it_is_first(client: Client, town: Town) -> None:
    sign_in(client, town.user("mayor"))
    assert client.get("/compte/securite/application/").url.startswith("/compte/confirmer/")


def test_authenticator_app_is_set_up_and_then_asked_for(client: Client, town: Town) -> None:
    mayor = town.user("mayor")
    sign_in(client, mayor)
    reauthenticate(client)
    page = client.get("/compte/securite/application/").content.decode()
    secret = re.search(r'value="([A-Z2-7]{32})"', page)
    assert secret
    answer = client.post("/compte/securite/application/", {"code": code_now(secret[1])})
    assert answer.url == "/compte/securite/codes/"
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret[1] not in kept
    codes = re.findall(r"<li>(\d{8})</li>", client.get(answer.url).content.decode())
    assert len(codes) == 10
    fresh = Client()
    answer = fresh.post(LOGIN, {"login": mayor.email, "password": PASSWORD})
    assert answer.url == "/compte/connexion/verification/"
    assert fresh.get("/compte/").status_code == 302
    fresh.post(answer.url, {"code": "000000"})
    assert fresh.get("/compte/").status_code == 302
    assert fresh.post(answer.url, {"code": codes[0]}).url == "/"
    assert fresh.get("/compte/").status_code == 200
    again = Client()
    again.post(LOGIN, {"login": mayor.email, "password": PASSWORD})
    again.post("/compte/connexion/verification/", {"code": codes[0]})
    assert again.get("/compte/").status_code == 302


def test_required_second_factor_leads_there_and_back(
    transactional_db: None, client: Client, town: Town
) -> None:
    town.organisation.requires_second_factor = True
    town.organisation.save()
    sign_in(client, town.user("mayor"))
    path = f"/annuaire/{town.persons['mayor'].pk}/photo/"
    refused = client.get(path)
    assert refused.status_code == 403
    link = re.search(
        r'href="(/compte/securite/verification/\?next=[^"]+)"', refused.content.decode()
    )
    assert link
    assert client.get(link[1]).url == "/compte/securite/"
    assert "alert tone-info" in client.get("/compte/securite/").content.decode()
    reauthenticate(client)
    page = client.get("/compte/securite/application/").content.decode()
    secret = re.search(r'value="([A-Z2-7]{32})"', page)
    assert secret
    client.post("/compte/securite/application/", {"code": code_now(secret[1])})
    assert client.get("/compte/securite/verification/").url == path
    assert client.get(path).status_code == 404


def test_way_back_never_leaves(client: Client, town: Town) -> None:
    sign_in(client, town.user("mayor"))
    client.get("/compte/securite/verification/?next=https://mal.test/")
    assert client.session["come_back_to"] == "/"


def test_display_is_kept_with_the_account(client: Client, town: Town) -> None:
    mayor = town.user("mayor")
    client.force_login(mayor)
    data = {"text_size": "large", "theme": "contrast", "language": "en"}
    answer = client.post("/compte/affichage/", data)
    assert answer.status_code == 302
    mayor.refresh_from_db()
    assert (mayor.text_size, mayor.theme, mayor.language) == ("large", "contrast", "en")
    assert "text-large contrast-high" in client.get("/compte/affichage/").content.decode()
    assert client.post("/compte/affichage/", {**data, "theme": "rose"}).status_code == 422


def test_token_is_shown_once_and_only_its_digest_kept(client: Client, town: Town) -> None:
    sign_in(client, town.user("mayor"))
    reauthenticate(client)
    ends_on = timezone.localdate() + timedelta(days=30)
    data = {"name": "Site", "scope": "read", "ends_on": ends_on.isoformat()}
    page = client.post("/compte/jetons/", data).content.decode()
    found = re.search(r"pvs_[0-9a-zA-Z]{46}", page)
    assert found
    secret = found[0]
    token = token_of(secret)
    assert token
    assert token.organisation_id == town.organisation.pk
    assert token.scopes == ["read"]
    assert secret not in client.get("/compte/jetons/").content.decode()
    assert not any(secret in str(value) for row in ApiToken.objects.values() for value in row)
    client.post(f"/compte/jetons/{token.pk}/revoquer/")
    assert token_of(secret) is None


def test_making_a_token_asks_who_it_is(client: Client, town: Town) -> None:
    sign_in(client, town.user("mayor"))
    data = {"name": "Site", "scope": "read", "ends_on": timezone.localdate().isoformat()}
    assert client.post("/compte/jetons/", data).url.startswith("/compte/confirmer/")
    assert not ApiToken.objects.exists()


def test_token_of_somebody_else_is_not_mine_to_revoke(town: Town) -> None:
    secret = services.create_own_token(actor=town.actor("agent"), name="A", scopes=["read"])
    token = token_of(secret)
    assert token
    with pytest.raises(NotFoundError):
        services.revoke_token(user_id=town.user("mayor").pk, token_id=token.pk)
    assert token_of(secret)


@pytest.mark.parametrize("scopes", [[], ["root"], ["read", "root"]])
def test_token_refuses_strange_scopes(town: Town, scopes: list[str]) -> None:
    with pytest.raises(InvalidError):
        services.create_own_token(actor=town.actor("agent"), name="A", scopes=scopes)
    assert not ApiToken.objects.exists()


def test_token_refuses_far_days_and_tokens(town: Town) -> None:
    today = timezone.localdate()
    for day in (today - timedelta(days=1), today + timedelta(days=400)):
        with pytest.raises(InvalidError):
            services.create_own_token(
                actor=town.actor("agent"), name="A", scopes=["read"], ends_on=day
            )
    with pytest.raises(SignInRequiredError):
        services.create_own_token(actor=town.system, name="A", scopes=["read"])


def test_token_cannot_make_tokens(town: Town) -> None:
    person = town.persons["agent"]
    actor = actor_for(user_id=person.user_id, scopes=frozenset({"admin"}))
    with pytest.raises(RefusedError):
        services.create_own_token(actor=actor, name="A", scopes=["read"])


def test_dead_tokens_open_nothing(town: Town) -> None:
    today = timezone.localdate()
    secret = services.create_own_token(
        actor=town.actor("agent"), name="A", scopes=["read"], ends_on=today
    )
    assert token_of(secret)
    assert token_of(secret[:-1] + ("a" if secret[-1] != "a" else "b")) is None
    ApiToken.objects.update(ends_on=today - timedelta(days=1))
    assert token_of(secret) is None
    ApiToken.objects.update(ends_on=None)
    User.objects.filter(pk=town.user("agent").pk).update(is_active=False)
    assert token_of(secret) is None


def test_tokens_are_recognisable() -> None:
    secret = make_secret()
    assert is_well_formed(secret)
    for bad in (
        "",
        "pvs_",
        secret[:-1],
        secret + "a",
        "x" + secret[1:],
        secret.swapcase(),
        "pvs_" + "é" * 46,
    ):
        assert not is_well_formed(bad)


def test_generated_secret_is_base32(db: None) -> None:
    assert re.fullmatch(r"[A-Z2-7]{32}", generate_totp_secret())
