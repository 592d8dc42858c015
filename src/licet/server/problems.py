"""Errors as RFC 9457 problems, which name the field at fault; for people, as a page where there are pages."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from starlette.exceptions import HTTPException

from licet.accounts.model import AccountError, SignInError
from licet.accounts.service import StaleError
from licet.errors import LicetError
from licet.events.event import Refusal
from licet.model.deadline import DeadlineError
from licet.model.wire import WireError
from licet.server.methods import allowed_methods
from licet.services.cases import KeyReusedError, StaleVersionError
from licet.services.storage_quota import StorageFullError

__all__ = [
    "FieldError",
    "PageOfProblem",
    "Problem",
    "add_problem_handlers",
    "answer_problem",
    "not_signed_in",
    "of_database",
    "of_system",
    "problem_response",
    "took_too_long",
]

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field. ``line``: of the text of the body, where known."""

    field: str
    detail: str
    line: int | None = None

    def wire(self) -> dict[str, Any]:
        line = {} if self.line is None else {"line": self.line}
        return {"field": self.field, "detail": self.detail, **line}


@dataclass
class Problem(LicetError):  # noqa: N818  # the name of the thing, by its RFC
    """A request that is not served, and why. ``code`` is stable: programs may tell problems apart by it."""

    status: int
    code: str
    detail: str
    errors: Sequence[FieldError] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.detail

    def wire(self) -> dict[str, Any]:
        """The document."""
        errors = {"errors": [error.wire() for error in self.errors]} if self.errors else {}
        return {
            "type": f"urn:licet:problem:{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            **errors,
        }


PageOfProblem = Callable[[Request, Problem], Response]
"""How the pages show a problem; kept at ``app.state.page_of_problem``."""


def not_signed_in() -> Problem:
    return Problem(
        401, "not-signed-in", "sign in, or send an API token", headers={"WWW-Authenticate": "Bearer"}
    )


def problem_response(problem: Problem) -> Response:
    """The problem as a document."""
    content = json.dumps(problem.wire(), ensure_ascii=False)
    return Response(content, problem.status, {**problem.headers, "Cache-Control": "no-store"}, MEDIA_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of the application as a problem."""

    def answered(read: Callable[[Any], Problem]) -> Callable[[Request, Exception], Response]:
        return lambda request, error: answer_problem(request, read(error))

    app.add_exception_handler(Problem, answered(lambda error: error))
    app.add_exception_handler(
        HTTPException, lambda request, error: answer_problem(request, _of_http(request, error))
    )
    app.add_exception_handler(
        RequestValidationError, lambda request, error: answer_problem(request, _of_validation(request, error))
    )
    app.add_exception_handler(WireError, answered(_of_wire))
    app.add_exception_handler(AccountError, answered(_of_account))
    app.add_exception_handler(SignInError, answered(_of_sign_in))
    app.add_exception_handler(StaleVersionError, answered(lambda error: changed_meanwhile(str(error))))
    app.add_exception_handler(KeyReusedError, answered(lambda error: Problem(422, "key-reused", str(error))))
    app.add_exception_handler(Refusal, answered(_of_refusal))
    app.add_exception_handler(DBAPIError, lambda request, error: answer_problem(request, of_database(error)))
    app.add_exception_handler(OSError, lambda request, error: answer_problem(request, of_system(error)))
    app.add_exception_handler(StorageFullError, answered(lambda error: storage_full(str(error))))
    app.add_exception_handler(DeadlineError, answered(lambda _: took_too_long()))
    app.add_exception_handler(StaleError, answered(lambda _: changed_meanwhile()))
    app.add_exception_handler(
        Exception, answered(lambda _: Problem(500, "internal", "something went wrong here"))
    )


def of_database(error: Exception) -> Problem:
    """A database that is not there, restarts, or has no room: try again; or it cannot hold a value.

    Raises any other error of it again.
    """
    assert isinstance(error, DBAPIError)
    if isinstance(error, DataError):
        return Problem(422, "bad-input", "a value is too large, or has a character that is not taken")
    if not (error.connection_invalidated or isinstance(error, (OperationalError, InterfaceError))):
        raise error
    if "disk is full" in str(error.orig) or "No space left" in str(error.orig):
        return _disk_full()
    words = "the database does not answer; nothing was kept, try again in a moment"
    return Problem(503, "no-database", words, headers={"Retry-After": "5"})


def of_system(error: Exception) -> Problem:
    """A disk without room for a file. Raises any other error of the system again."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _disk_full()
    raise error


def _disk_full() -> Problem:
    return Problem(507, "disk-full", "the server's disk is full; nothing was kept, tell whoever runs it")


def storage_full(words: str) -> Problem:
    return Problem(507, "storage-full", words)


def bad_character() -> Problem:
    return Problem(422, "bad-input", "a NUL character is not taken")


def took_too_long() -> Problem:
    """An answer that could not be given in its time; nothing was decided and nothing kept."""
    words = "this took too long; ask for less at once, or send a file (/jobs)"
    return Problem(503, "too-long", words, headers={"Retry-After": "10"})


def changed_meanwhile(words: str = "it was changed meanwhile; read it again") -> Problem:
    return Problem(412, "changed", words)


def answer_problem(request: Request, problem: Problem) -> Response:
    """The problem as a document, or as a page for people."""
    page: PageOfProblem | None = getattr(request.app.state, "page_of_problem", None)
    if page is None or request.url.path.startswith("/api/"):
        return problem_response(problem)
    return page(request, problem)


def _of_http(request: Request, error: Exception) -> Problem:
    assert isinstance(error, HTTPException)
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:  # the router names the methods of one route alone
        every = allowed_methods(request.app, request.url.path)
        headers |= {"Allow": ", ".join(every)} if every else {}
    return Problem(error.status_code, code, str(error.detail), headers=headers)


def _of_validation(request: Request, error: Exception) -> Problem:
    """A path of its own that another route would read as a key (``jobs/answers``) is that path by another method."""
    assert isinstance(error, RequestValidationError)
    methods = allowed_methods(request.app, request.url.path)
    if methods and request.method not in methods:
        return _of_http(request, HTTPException(HTTPStatus.METHOD_NOT_ALLOWED))
    errors = [FieldError(_path(item["loc"]), str(item["msg"])) for item in error.errors()]
    return Problem(422, "bad-input", "the request cannot be read; see errors", errors)


def _path(where: Sequence[str | int]) -> str:
    """``body.lines[0].eccn`` without its first part, which is no name of the caller's."""
    inner = where[1:] if len(where) > 1 else where
    text = "".join(f"[{item}]" if isinstance(item, int) else f".{item}" for item in inner)
    return text.removeprefix(".")


def _of_wire(error: WireError) -> Problem:
    return Problem(
        422,
        "bad-input",
        str(error),
        [FieldError(problem.key, problem.message, problem.line) for problem in error.every],
    )


def _of_account(error: AccountError) -> Problem:
    return Problem(422, "bad-input", f"{error.field} {error}", [FieldError(error.field, str(error))])


_REFUSED_AS = {"not_found": 404, "role": 403, "not_yours": 403, "own_case": 403, "separation": 403}


def _of_refusal(error: Refusal) -> Problem:
    """What the law or Licet's own rules do not allow; the code is the domain's."""
    return Problem(_REFUSED_AS.get(error.code, 409), f"refused:{error.code}", str(error))


def _of_sign_in(error: SignInError) -> Problem:
    if error.retry_after is not None:
        return Problem(429, "too-many-attempts", str(error), headers={"Retry-After": str(error.retry_after)})
    return Problem(401, "second-factor" if error.second_factor else "refused", str(error))
