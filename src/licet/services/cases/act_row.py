"""One act of licensing: everything that is said of it, in one row of :mod:`licet.services.cases.act_table`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from licet.events.kinds import Kind
from licet.events.roles import UserAction
from licet.licensing.case import Case
from licet.licensing.license import License
from licet.licensing.table import TABLE, Transition
from licet.services.cases.form_plan import FormPlan
from licet.storage.work import Work

__all__ = ["ActContext", "ActRow", "Supply"]

Supply = Callable[[Work, Any, Mapping[str, Any]], Any]
"""How an argument is had from the work, the subject and the other arguments."""


@dataclass(frozen=True, slots=True)
class ActContext:
    """What is known around a case or license when acts are offered and their forms are laid out.

    ``organization``: the one that acts; ``licensed``: the lines that have a license; ``agencies``: those there are.
    """

    organization: str
    today: date
    licensed: frozenset[int] = frozenset()
    agencies: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class ActRow:
    """An act. ``action``: what the table of roles calls it; ``label``: its button; ``kinds``: the events it makes.

    ``when``: what must be so for it to be offered, beside the table of transitions and the roles; what is offered may
    still be refused. ``plan``: what its form begins with; none: an empty form. ``supplied``: arguments that the case
    service supplies. ``not_by_request``: why nobody can ask for it; empty: people can.
    """

    function: Callable[..., Any]
    action: UserAction
    label: str
    kinds: tuple[Kind, ...]
    when: Callable[[Any, ActContext], bool] | None = None
    plan: Callable[[Any, ActContext], FormPlan] | None = None
    supplied: Mapping[str, Supply] = field(default_factory=lambda: MappingProxyType({}))
    not_by_request: str = ""

    @property
    def title(self) -> str:
        """The first line of what the act says of itself."""
        return (self.function.__doc__ or "").strip().splitlines()[0].rstrip(".")

    @property
    def refusals(self) -> str:
        """All of what the act says of itself."""
        return " ".join((self.function.__doc__ or "").split())

    @property
    def transitions(self) -> tuple[Transition, ...]:
        """The rows of the table of the review by which it moves a case; none: it moves none."""
        return tuple(row for row in TABLE if row.kind in self.kinds and row.action is self.action)

    def fits(self, subject: Case | License, context: ActContext) -> bool:
        """Whether the state of its subject leaves it open."""
        moves = any(kind.stream == "case" for kind in self.kinds)
        if (
            isinstance(subject, Case)
            and moves
            and subject.state not in {row.state for row in self.transitions}
        ):
            return False
        return self.when is None or self.when(subject, context)

    def form(self, subject: Case | License, context: ActContext) -> FormPlan:
        """How its form is laid out."""
        return FormPlan() if self.plan is None else self.plan(subject, context)
