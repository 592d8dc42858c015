"""15 CFR 30.36 to 30.40: exemptions from filing Electronic Export Information, and what each of them needs.

Read from 15 CFR part 30 as of January 2025. A claimed exemption lifts the duty only where what it needs is known to
be met; what only a person can judge is one fact, ``eei_exemption_terms_met``. Paragraph 30.38 (household goods) is
left out: it shortens the filing and lifts nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from licet.regimes.us_ear.facts import words
from licet.rules.condition import Condition, any_of
from licet.rules.terms import Facts

__all__ = ["EXEMPTIONS", "FtrExemption", "exempt_from_eei", "for_us_government"]


@dataclass(frozen=True, slots=True)
class FtrExemption:
    """An exemption of the Foreign Trade Regulations: its paragraph, what it is for, and what it needs.

    ``judged``: it has terms besides that a person must have checked.
    """

    paragraph: str
    what: str
    needs: Callable[[Facts], Condition] | None = None
    judged: bool = True


def _no_license(f: Facts) -> Condition:
    return ~words["license_number"].is_stated()


def _under(*symbols: str) -> Callable[[Facts], Condition]:
    return lambda _: words["license_exception_claimed"].in_(*symbols)


def _canada(f: Facts) -> Condition:
    """30.36(a), (b)(4): other reasons to file (758.1(b)) stand beside this one."""
    return f.destination.is_("CA") & _no_license(f)


def _small(f: Facts) -> Condition:
    return f.item.schedule_b_value_usd.at_most(2500)


def _know_how(f: Facts) -> Condition:
    """30.37(f): not for mass market software."""
    mass_market = f.item.flag("mass_market_software", "that it is mass market software")
    return f.item.kind.in_("software", "technology") & ~mass_market & _no_license(f)


def _tools(f: Facts) -> Condition:
    return _no_license(f) & words["tools_of_trade"].is_(True)


def _group_e(f: Facts) -> Condition:
    return f.destination_in("E:1", "E:2") & _no_license(f)


def _government_in_group_e(f: Facts) -> Condition:
    return _group_e(f) & _under("GOV")(f) & _small(f)


EXEMPTIONS = (
    FtrExemption("30.36", "shipments that end in Canada", _canada, judged=False),
    FtrExemption("30.36(a)", "shipments that end in Canada", _canada, judged=False),
    FtrExemption("30.37(a)", "$2,500 or less per Schedule B number", _small, judged=False),
    FtrExemption("30.37(b)", "tools of trade that come back within a year", _tools),
    FtrExemption("30.37(c)", "from one point in the United States to another through Canada or Mexico"),
    FtrExemption("30.37(d)", "from one point in Canada or Mexico to another through the United States"),
    FtrExemption("30.37(f)", "technology and software without a license", _know_how, judged=False),
    FtrExemption("30.37(g)", "books and maps to foreign libraries and institutions"),
    FtrExemption("30.37(h)", "License Exception GFT", _under("GFT"), judged=False),
    FtrExemption("30.37(i)", "diplomatic pouches"),
    FtrExemption("30.37(j)", "human remains"),
    FtrExemption("30.37(k)", "correspondence and business records to a subsidiary"),
    FtrExemption("30.37(l)", "pets as baggage"),
    FtrExemption("30.37(m)", "carriers' stores"),
    FtrExemption("30.37(n)", "dunnage"),
    FtrExemption("30.37(o)", "License Exception AVS, to a US airline's own installations", _under("AVS")),
    FtrExemption("30.37(p)", "baggage and personal effects without a bill of lading", _no_license),
    FtrExemption("30.37(q)", "temporary exports that come back in less than a year", _no_license),
    FtrExemption("30.37(r)", "goods imported under a temporary import bond, returned unchanged"),
    FtrExemption("30.37(s)", "issued banknotes and securities"),
    FtrExemption("30.37(t)", "documents used in international transactions"),
    FtrExemption("30.37(v)", "vehicles and containers moving as carriers of goods"),
    FtrExemption("30.37(w)", "army, diplomatic and fleet post offices"),
    FtrExemption("30.37(x)", "License Exception BAG", _under("BAG"), judged=False),
    FtrExemption("30.37(y)(1)", "published media to libraries in Country Group E", _group_e),
    FtrExemption("30.37(y)(2)", "US agencies in Country Group E under GOV", _government_in_group_e),
    FtrExemption("30.37(y)(3)", "personal effects to Country Group E under BAG", _under("BAG")),
    FtrExemption("30.37(y)(4)", "gifts and donations to Country Group E under GFT", _under("GFT")),
    FtrExemption("30.37(y)(5)", "vessels and aircraft to Country Group E under AVS", _under("AVS")),
    FtrExemption("30.37(y)(6)", "tools of trade to Country Group E under BAG or TMP", _under("BAG", "TMP")),
    FtrExemption("30.39", "shipments to the US Armed Services for their exclusive use"),
    FtrExemption("30.40(a)", "office goods for US government offices"),
    FtrExemption("30.40(b)", "household goods of US government employees"),
    FtrExemption("30.40(c)", "food and medicine for US government employees"),
)


_LIFT_NOTHING = ("30.36", "30.36(a)", "30.37(a)", "30.37(f)", "30.37(h)", "30.37(x)")
"""What 758.1(b)(5) asks of nobody, claimed or not: to Canada, at most $2,500, know-how, GFT and BAG."""


def exempt_from_eei(f: Facts) -> Condition:
    """Whether an exemption from 758.1(b)(5) is claimed and what it needs is known to be met. To Country Group E, of
    which 30.37(y) speaks, every export is filed all the same (758.1(b)(1)).
    """
    lifting = (
        exemption
        for exemption in EXEMPTIONS
        if exemption.paragraph not in _LIFT_NOTHING and not exemption.paragraph.startswith("30.37(y)")
    )
    return any_of(*(_claimed(f, exemption) for exemption in lifting))


def for_us_government(f: Facts) -> Condition:
    """The exemptions that go with License Exception GOV: 15 CFR 758.1(b)(10), (c)(4)."""
    named = [exemption for exemption in EXEMPTIONS if exemption.paragraph.startswith(("30.39", "30.40"))]
    return _under("GOV")(f) & any_of(*(_claimed(f, exemption) for exemption in named))


def _claimed(f: Facts, ftr_exemption: FtrExemption) -> Condition:
    met = words["eei_exemption"].is_(ftr_exemption.paragraph)
    if ftr_exemption.needs is not None:
        met &= ftr_exemption.needs(f)
    return met & words["eei_exemption_terms_met"].is_(True) if ftr_exemption.judged else met
