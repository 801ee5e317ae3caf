"""Who acts behind an API request."""

from typing import cast

from rest_framework.request import Request

from accounts.models import User


def account_of(request: Request) -> User:
    """The partner system's service account. Authentication and scope were checked before the view ran."""
    return cast(User, request.user)
