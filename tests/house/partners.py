"""A partner system with an agreement, and what fetches addresses as that partner."""

import datetime as dt
from typing import Any

from django.test import Client
from oauth2_provider.models import get_application_model

from accounts.models import Agency, PartnerSystem, RoleHolding, User
from accounts.roles import Role
from tests.factories import World

SECRET = "invented-secret"


def partner_of(world: World, agency: Agency) -> User:
    """The account of a partner system of this agency."""
    account = User.objects.create_user("partner@example.test", None, full_name="Partner Example", agency=agency)
    since = world.today - dt.timedelta(days=1)
    RoleHolding.objects.create(user=account, role=Role.PARTNER_SYSTEM, area=world.area, starts=since)
    return account


def register(account: User, world: World, *scopes: str) -> Any:
    """The OAuth2 client of this account, under an agreement that allows these scopes."""
    name = "-".join(scope.replace(":", "-") for scope in scopes)
    application = get_application_model().objects.create(
        name=f"Invented system {name}",
        client_id=f"client-{name}",
        client_secret=SECRET,
        client_type="confidential",
        authorization_grant_type="client-credentials",
        user=account,
    )
    PartnerSystem.objects.update_or_create(
        account=account,
        defaults={
            "application": application,
            "agreement": "DSA-TEST",
            "scopes": " ".join(scopes),
            "expires_on": world.today + dt.timedelta(days=30),
            "areas": [world.area.pk],
        },
    )
    return application


def token_for(account: User, world: World, *scopes: str) -> str:
    """An access token for these scopes, under an agreement that allows them."""
    credentials = {
        "grant_type": "client_credentials",
        "client_id": register(account, world, *scopes).client_id,
        "client_secret": SECRET,
        "scope": " ".join(scopes),
    }
    return str(Client().post("/api/token/", credentials).json()["access_token"])


def ask(path: str, token: str, method: str = "get") -> Any:
    """The answer to a request with this token."""
    sent = {} if method == "get" else {"content_type": "application/json"}
    return getattr(Client(), method)(path, headers={"authorization": f"Bearer {token}"}, **sent)
