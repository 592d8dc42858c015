"""What is told of every request: one line of JSON in the log, and numbers for Prometheus. Nothing of persons.

The route is told by its pattern (``/api/v1/cases/{case_id}``), never by its path or query, where names of parties and
customers stand; no login, no address, no body.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
import time
from datetime import UTC, datetime
from typing import Any, TextIO

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["JsonLines", "Metrics", "Telemetry", "log_to"]

_log = logging.getLogger("licet.requests")
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_OWN = ("event", "method", "route", "status", "ms", "request_id")


class Metrics:
    """The numbers of one server, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        labels = ("method", "route", "status")
        self.requests = Counter("licet_requests", "Requests answered.", labels, registry=self.registry)
        self.seconds = Histogram(
            "licet_request_seconds",
            "Seconds to answer.",
            ("route",),
            buckets=_BUCKETS,
            registry=self.registry,
        )

    def record(self, method: str, route: str, status: int, seconds: float, request_id: str) -> None:
        """Count a request that was answered, and log it."""
        method = method if method in _METHODS else "other"
        self.requests.labels(method, route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)
        if not _log.isEnabledFor(logging.INFO):
            return
        said = {
            "event": "request", "method": method, "route": route, "status": status,
            "ms": round(seconds * 1000, 1), "request_id": request_id,
        }  # fmt: skip
        _log.info("request", extra=said)


class Telemetry:
    """Counts and logs every request, and gives each an id that the answer bears (``X-Request-Id``)."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, request_id, status = time.perf_counter(), secrets.token_hex(8), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            seconds = time.perf_counter() - began
            self._metrics.record(scope["method"], route_of(scope), status, seconds, request_id)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def route_of(scope: Scope) -> str:
    """The pattern of the route that answered; ``other`` where none did, so that nobody makes up labels."""
    route = scope.get("route")
    found = scope.get("licet_route") or getattr(route, "path", None)
    return str(found) if found else "other"


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "logger": record.name}
        own = {name: record.__dict__[name] for name in _OWN if name in record.__dict__}
        line |= own or {"message": record.getMessage()}
        if record.exc_info:
            line["error"] = _where(record)
        return json.dumps(line, ensure_ascii=False)


def _where(record: logging.LogRecord) -> list[str]:
    """The kind of an error and the places it passed; not its words, which may hold what somebody entered."""
    assert record.exc_info is not None
    kind, _, trace = record.exc_info
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/licet/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return [kind.__name__ if kind else "", *places[-8:]]


def log_to(stream: TextIO = sys.stderr, level: int = logging.INFO) -> None:
    """Let ``licet`` and ``uvicorn`` log JSON lines to a stream."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    for name in ("licet", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)
