"""Made-up cases for demonstrations, tests and benchmarks, led through the real functions of this package.

The same seed gives the same events. Shares of outcomes are those of fiscal year 2013 unless others are given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from licet.events.event import Act, Actor, Event
from licet.events.roles import UserRole
from licet.licensing import applying, deciding, reviewing
from licet.licensing.application import Applicant, Application, ApplicationLine, ApplicationParty, Basis
from licet.licensing.case import Case, apply
from licet.licensing.decision import DecisionProposal, LineDecision
from licet.licensing.opinion import LineOpinion, OpinionView, Recommendation, Resolution
from licet.licensing.pause import PauseGround
from licet.model.transaction import Action, ItemKind, Role

__all__ = ["FISCAL_2013", "NOTHING_DECIDED", "CaseShares", "made_cases"]


@dataclass(frozen=True, slots=True)
class CaseShares:
    """How many of a thousand end how; the rest stays pending. ``committee``: go to the Operating Committee."""

    approved: int
    returned: int
    denied: int
    committee: int = 13


FISCAL_2013 = CaseShares(845, 148, 7)
NOTHING_DECIDED = CaseShares(0, 0, 0)
"""October 2019: applications received, none decided."""

_ORGANIZATIONS = ("alpha", "beta", "gamma", "delta")
_PARTIES = ("Huawei Technologies Co., Ltd.", "Huawei Device Co., Ltd.", "HiSilicon Technologies Co., Ltd.")
_DESTINATIONS = ("CN", "CN", "CN", "HK", "IN", "DE", "MX")
_ECCNS = ("EAR99", "EAR99", "5A991", "3A991", "5A002", "4A994", "3A001")


def made_cases(count: int, seed: int, first_day: date, shares: CaseShares = FISCAL_2013) -> Iterator[Event]:
    """The events of ``count`` cases, case after case, received over the 30 days from ``first_day``."""
    for index in range(count):
        yield from _Maker(index, Random(f"{seed}-{index}"), first_day).events(shares)  # noqa: S311


class _Maker:
    """One made case, led step by step."""

    def __init__(self, index: int, rng: Random, first_day: date) -> None:
        self.rng, self.index = rng, index
        self.zero = datetime(first_day.year, first_day.month, first_day.day, 16, tzinfo=UTC)
        self.zero += timedelta(days=rng.randrange(30))
        self.owner = rng.choice(_ORGANIZATIONS)
        self.made: list[Event] = []
        self.case: Case | None = None

    def act(
        self, role: UserRole, day: int, organization: str = "BIS", reason: str = "as the file shows"
    ) -> Act:
        return Act(
            Actor(f"{organization}-{role.value}", role, organization), self.zero + timedelta(days=day), reason
        )

    def go(self, event: Event) -> Case:
        self.made.append(event)
        self.case = apply(self.case, event)
        return self.case

    def events(self, shares: CaseShares) -> list[Event]:
        drawn, committee = self.rng.randrange(1000), self.rng.randrange(1000) < shares.committee
        case = self._received()
        if drawn < shares.approved + shares.denied:
            self._decided(case, approve=drawn < shares.approved, committee=committee)
        elif drawn < shares.approved + shares.denied + shares.returned:
            officer = self.act(UserRole.LICENSING_OFFICER, 7)
            self.go(reviewing.return_without_action(case, officer, ["no end use"], "say what it is for"))
        return self.made

    def _received(self) -> Case:
        seller = self.act(UserRole.LICENSE_MANAGER, 0, self.owner)
        case = self.go(applying.draft(f"M-{self.index:06d}", seller, self._application()))
        case = self.go(applying.submit(case, seller))
        case = self.go(reviewing.register(case, self.act(UserRole.REGISTRAR, 0), f"M{self.index:06d}"))
        return self.go(reviewing.open_review(case, self.act(UserRole.LICENSING_OFFICER, 1)))

    def _application(self) -> Application:
        quantity, price = Decimal(self.rng.randrange(1, 5000)), Decimal(self.rng.randrange(1, 900))
        eccn, place = self.rng.choice(_ECCNS), self.rng.choice(_DESTINATIONS)
        line = ApplicationLine(
            1, "part", ItemKind.COMMODITY, eccn, "M", "Maker", quantity, "pcs", price, quantity * price
        )
        return Application(
            version=1,
            action=Action.EXPORT,
            applied_on=self.zero.date(),
            applicant=Applicant(f"{self.owner} Inc.", "1 Main St", "US", "C. Ontact", "202 555 0100"),
            parties=(ApplicationParty(Role.ULTIMATE_CONSIGNEE, self.rng.choice(_PARTIES), "1 Road", place),),
            lines=(line,),
            destination=place,
            end_use="telecommunications",
            order_reference=f"PO-{self.index}",
            not_laden=True,
            basis=Basis(
                "license_required", "case-by-case", ("15 CFR 744.11(a)",), self.zero.date(), "made", "0" * 64
            ),
        )

    def _decided(self, case: Case, *, approve: bool, committee: bool) -> None:
        officer, view = UserRole.LICENSING_OFFICER, OpinionView.APPROVE if approve else OpinionView.DENY
        day = 2 + self.rng.randrange(7)
        case = self.go(reviewing.refer(case, self.act(officer, day), ["DOD"]))
        if self.rng.random() < 0.3:  # noqa: PLR2004  # three in ten are asked for more
            case = self.go(reviewing.pause(case, self.act(officer, day), "more", PauseGround.APPLICANT))
            day += self.rng.randrange(1, 30)
            case = self.go(reviewing.step(case, self.act(officer, day), "more", "received"))
        day += self.rng.randrange(20)
        other = OpinionView.DENY if committee and approve else view
        said = self._view("DOD", other)
        reviewer = self.act(UserRole.AGENCY_REVIEWER, day, "DOD")
        case = self.go(reviewing.recommend(case, reviewer, said))
        bis = OpinionView.APPROVE if committee else view
        case = self.go(reviewing.close_review(case, self.act(officer, day), self._view("BIS", bis)))
        if committee:
            case, day = self._committee(case, day, view)
        self._sign(case, day + 1, approve=approve)

    def _view(self, agency: str, view: OpinionView) -> Recommendation:
        line = LineOpinion(1, view)
        if view is OpinionView.APPROVE:
            return Recommendation(agency, 1, (line,))
        return Recommendation(agency, 1, (line,), (), ("50 USC 4813",), ("15 CFR 744.11",), "diversion")

    def _committee(self, case: Case, day: int, view: OpinionView) -> tuple[Case, int]:
        case = self.go(reviewing.to_operating_committee(case, self.act(UserRole.LICENSING_OFFICER, day)))
        decision = Resolution((LineOpinion(1, view),))
        case = self.go(reviewing.announce(case, self.act(UserRole.CHAIR, day + 10), decision))
        return self.go(reviewing.let_stand(case, self.act(UserRole.SYSTEM, day + 16, "Licet"))), day + 16

    def _sign(self, case: Case, day: int, *, approve: bool) -> None:
        proposal = DecisionProposal(
            1,
            (LineDecision(1, approve),),
            "case-by-case",
            "84 FR 22961",
            statutory_basis=("50 USC 4813",),
            regulatory_basis=("15 CFR 744.11",),
            considerations="diversion",
            modifications="none",
            contact_name="O. Fficer",
        )
        case = self.go(deciding.propose(case, self.act(UserRole.LICENSING_OFFICER, day), proposal))
        case = self.go(deciding.countersign(case, self.act(UserRole.COUNTERSIGNER, day)))
        case = self.go(deciding.issue_decision(case, self.act(UserRole.ISSUING_OFFICER, day)))
        if not approve:
            self.go(deciding.make_denial_final(case, self.act(UserRole.SYSTEM, day + 45, "Licet")))
