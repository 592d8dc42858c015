"""Who acts, as the records name it."""

from __future__ import annotations

from fastapi import Request

from licet.accounts.model import User
from licet.events.event import Actor
from licet.events.roles import UserAction
from licet.server.problems import Problem
from licet.server.signin import services_of
from licet.services.cases.service import CaseService
from licet.services.order_books import OrderBooks

__all__ = ["actor_of", "office_of", "order_books_of"]


def actor_of(user: User, *actions: UserAction) -> Actor:
    """The user in the first role that may do one of the acts; else the problem ``not-allowed``."""
    for action in actions:
        role = user.account.role_for(action)
        if role is not None and user.may(action):
            return Actor(user.account.login, role, user.account.organization.key)
    raise Problem(
        403,
        "not-allowed",
        f"your roles do not allow: {' or '.join(user_action.value for user_action in actions)}",
    )


def office_of(request: Request) -> CaseService:
    return services_of(request).case_service


def order_books_of(request: Request) -> OrderBooks:
    return services_of(request).order_books
