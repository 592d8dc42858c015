"""Order books answered again after a decision about one of their parties."""

from __future__ import annotations

from collections.abc import Collection

from fastapi import Request

from licet.accounts.model import User
from licet.server.signin import services_of
from licet.services.jobs import TooManyWaitingError
from licet.web.pages.actor import order_books_of

__all__ = ["answer_again"]


def answer_again(request: Request, user: User, names: Collection[str]) -> str:
    """Answer the latest books that name some parties again; gives what is said of it."""
    decider, organization = services_of(request).decider(), user.account.organization.key
    try:
        books = order_books_of(request).answer_again_naming(organization, names, decider) if names else []
    except TooManyWaitingError:
        return " Too much waits: answer the order books that name it again later."
    if not books:
        return ""
    named = ", ".join(book.name for book in books)
    return f" {named} {'is' if len(books) == 1 else 'are'} being answered again."
