"""People, an application and the steps of a case, shared by the tests of licensing."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from licet.events.event import Act, Actor, Event
from licet.events.roles import UserRole
from licet.licensing import applying, deciding, reviewing
from licet.licensing.application import Applicant, Application, ApplicationLine, ApplicationParty, Basis
from licet.licensing.case import Case, apply
from licet.licensing.decision import DecisionProposal, LineDecision
from licet.licensing.opinion import LineOpinion, OpinionView, Recommendation, Resolution
from licet.model.transaction import Action, ItemKind, Role

DAY = date(2019, 10, 10)
STATUTE, RULE = ("50 USC 4813(a)(1)",), ("15 CFR 744.11(a)",)


class World:
    """Everybody who takes part, and a case that can be led anywhere."""

    day = DAY

    people: ClassVar[dict[str, Actor]] = {
        "manager": Actor("mia", UserRole.LICENSE_MANAGER, "acme"),
        "shipper": Actor("sam", UserRole.SHIPPER, "acme"),
        "approver": Actor("abe", UserRole.APPROVER, "acme"),
        "compliance": Actor("cora", UserRole.COMPLIANCE_OFFICER, "acme"),
        "registrar": Actor("rae", UserRole.REGISTRAR, "BIS"),
        "officer": Actor("otto", UserRole.LICENSING_OFFICER, "BIS"),
        "counter": Actor("cleo", UserRole.COUNTERSIGNER, "BIS"),
        "issuer": Actor("ivo", UserRole.ISSUING_OFFICER, "BIS"),
        "chair": Actor("chen", UserRole.CHAIR, "BIS"),
        "under": Actor("uma", UserRole.CHAIR, "BIS"),
        "DOD": Actor("dora", UserRole.AGENCY_REVIEWER, "DOD"),
        "DOE": Actor("ed", UserRole.AGENCY_REVIEWER, "DOE"),
        "DOS": Actor("stan", UserRole.AGENCY_REVIEWER, "DOS"),
        "clock": Actor("clock", UserRole.SYSTEM, "Licet"),
    }

    def act(self, who: str, day: int = 0, reason: str = "") -> Act:
        """An act of somebody, so many days after registration, at noon in Washington."""
        at = datetime(DAY.year, DAY.month, DAY.day, 16, tzinfo=UTC) + timedelta(days=day)
        return Act(self.people[who], at, reason)

    def line(
        self, number: int = 1, eccn: str = "EAR99", quantity: int = 100, price: str = "120"
    ) -> ApplicationLine:
        unit_price = Decimal(price)
        return ApplicationLine(
            number,
            f"modem {number}",
            ItemKind.COMMODITY,
            eccn,
            "M-1",
            "Acme",
            Decimal(quantity),
            "pcs",
            unit_price,
            quantity * unit_price,
        )

    def application(self, *, lines: int = 1, **changes: Any) -> Application:
        party = ApplicationParty(
            Role.ULTIMATE_CONSIGNEE, "Huawei Device Co., Ltd.", "Bantian, Shenzhen", "CN"
        )
        made = Application(
            version=1,
            action=Action.EXPORT,
            applied_on=DAY,
            applicant=Applicant("Acme Inc.", "1 Main St, Austin TX", "US", "Mia Moss", "512 555 0100"),
            parties=(party,),
            lines=tuple(self.line(number) for number in range(1, lines + 1)),
            destination="CN",
            end_use="consumer broadband",
            not_laden=True,
            basis=Basis(
                "license_required", "presumption of denial", ("15 CFR 744.11(a)",), DAY, "r1", "0" * 64
            ),
        )
        return replace(made, **changes)

    def drafted(self, case_id: str = "A-1", application: Application | None = None, day: int = -1) -> Case:
        return apply(
            None, applying.draft(case_id, self.act("manager", day), application or self.application())
        )

    def then(self, case: Case, *steps: Callable[[Case], Event]) -> Case:
        for step in steps:
            case = apply(case, step(case))
        return case

    def registered(self, case_id: str = "A-1", application: Application | None = None) -> Case:
        return self.then(
            self.drafted(case_id, application),
            lambda case: applying.submit(case, self.act("manager")),
            lambda case: reviewing.register(case, self.act("registrar"), "Z123456"),
        )

    def opened(self, application: Application | None = None) -> Case:
        return self.then(
            self.registered(application=application),
            lambda case: reviewing.open_review(case, self.act("officer")),
        )

    def referred(
        self, agencies: Iterable[str] = ("DOD", "DOE"), day: int = 9, application: Application | None = None
    ) -> Case:
        return self.then(
            self.opened(application),
            lambda case: reviewing.refer(case, self.act("officer", day), agencies),
        )

    def views(self, agency: str, *views: OpinionView, **changes: Any) -> Recommendation:
        lines = tuple(LineOpinion(number, view) for number, view in enumerate(views, start=1))
        grounded = {"statutory_basis": STATUTE, "regulatory_basis": RULE, "reasons": "diversion"}
        base: dict[str, Any] = {"version": 1, **(grounded if OpinionView.DENY in views else {})}
        return Recommendation(agency, lines=lines, **{**base, **changes})

    def decision(self, *views: OpinionView) -> Resolution:
        return Resolution(tuple(LineOpinion(number, view) for number, view in enumerate(views, start=1)))

    def proposal(self, *approve: bool, **changes: Any) -> DecisionProposal:
        lines = tuple(LineDecision(number, flag) for number, flag in enumerate(approve, start=1))
        base: dict[str, Any] = {"policy": "presumption of denial", "policy_cite": "84 FR 22961"}
        if not all(approve):
            base |= {
                "statutory_basis": STATUTE,
                "regulatory_basis": RULE,
                "considerations": "risk of diversion",
                "modifications": "none",
                "contact_name": "Otto",
            }
        return DecisionProposal(1, lines, **{**base, **changes})

    def agreed(self, *views: OpinionView, application: Application | None = None) -> Case:
        """All agencies and the Bureau say the same on day 20."""
        said = views or (OpinionView.APPROVE,)
        return self.then(
            self.referred(application=application or self.application(lines=len(said))),
            lambda case: reviewing.recommend(case, self.act("DOD", 15), self.views("DOD", *said)),
            lambda case: reviewing.recommend(case, self.act("DOE", 16), self.views("DOE", *said)),
            lambda case: reviewing.close_review(case, self.act("officer", 20), self.views("BIS", *said)),
        )

    def signed(self, case: Case, proposal: DecisionProposal, day: int = 21) -> Case:
        """Proposed, judged where needed, and countersigned."""
        return self.then(
            case,
            lambda item: deciding.judge(
                item, self.act("officer", day, "consumer goods, sold everywhere"), answer=True
            ),
            lambda item: deciding.propose(item, self.act("officer", day), proposal),
            lambda item: deciding.countersign(item, self.act("counter", day)),
        )

    def decided(self, case: Case, proposal: DecisionProposal, day: int = 21) -> Case:
        signed = self.signed(case, proposal, day)
        return apply(signed, deciding.issue_decision(signed, self.act("issuer", day)))
