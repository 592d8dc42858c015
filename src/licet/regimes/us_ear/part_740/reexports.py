"""15 CFR 740.16: additional permissive reexports (APR)."""

from __future__ import annotations

from licet.regimes.us_ear.facts import words
from licet.regimes.us_ear.part_740.common import CUBA, MET, TEXT, claims, controlled_for, no, yes
from licet.regimes.us_ear.part_740.section_740_2 import free
from licet.rules.condition import Condition, any_of
from licet.rules.rule import Chapter
from licet.rules.terms import Facts, f

__all__ = ["PART_740_REEXPORTS"]

PART_740_REEXPORTS = Chapter("15 CFR Part 740, reexports")

_PARAGRAPH = words["license_exception_paragraph"]
_FROM = words["reexported_from"]
_READ = ("(a)", "(b)", "(c)", "(d)", "(e)", "(f)", "(h)", "(j)")


def _defined(name: str) -> Condition:
    return f.defined(f"us.ear.740.2.{name}")


def _reexportable(f: Facts) -> Condition:
    """What 740.16(a) and (b) have in common."""
    return (
        f.action.is_("reexport")
        & f.item.kind.is_("commodity")
        & ~f.item.flag("apr_excluded", "that the item is one that 740.16 takes out")
        & ~f.item.flag("series_0x5zz", "that the item is of a 0x5zz ECCN")
        & no("received_under_sta")
        & ~f.destination.is_("IQ")
        & free()
    )


@PART_740_REEXPORTS.authority(
    "us.ear.740.16.a",
    "License Exception APR, from Country Group A:1 (15 CFR 740.16(a))",
    defeats=MET,
    cites=["15 CFR 740.16(a)"],
    periods=[TEXT],
    claim=claims("APR", "(a)"),
)
def reexport_from_a1(f: Facts) -> Condition:
    """A commodity controlled for national security reasons may be reexported from Country Group A:1, under its
    government's authorization, to Country Group D:1, and to Country Group B outside D:2 to D:4 where it is not
    controlled for A:1.
    """
    other = f.destination_in("B") & ~f.destination_in("D:2", "D:3", "D:4")
    to_b = other & no("controlled_for_a1")
    return (
        words["reexported_from"].in_table("country_groups", "A:1")
        & yes("foreign_export_authorization")
        & controlled_for(f, "NS")
        & ~controlled_for(f, "NP", "CB", "MT", "SI", "CC")
        & (f.destination_in("D:1") | to_b)
        & _reexportable(f)
    )


@PART_740_REEXPORTS.authority(
    "us.ear.740.16.b",
    "License Exception APR, to and among Country Group A:1 (15 CFR 740.16(b))",
    defeats=MET,
    cites=["15 CFR 740.16(b)"],
    periods=[TEXT],
    claim=claims("APR", "(b)"),
)
def reexport_to_a1(f: Facts) -> Condition:
    """A commodity may be reexported to and among Country Group A:1 for use there, unless it is controlled for
    nuclear or missile reasons; cameras of 6A003 where they are or go into civil products.
    """
    to_a1 = f.destination_in("A:1") & yes("used_in_a1_country")
    camera = f.item.flag("apr_camera", "that the item is a camera of 6A003") & _camera(f)
    return to_a1 & ~controlled_for(f, "NP", "MT") & (_reexportable(f) | camera)


def _camera(f: Facts) -> Condition:
    """740.16(b)(3)."""
    return f.action.is_("reexport") & yes("consumer_or_embedded_camera") & no("received_under_sta") & free()


@PART_740_REEXPORTS.authority(
    "us.ear.740.16.c",
    "License Exception APR, other reexports (15 CFR 740.16(c) to (j))",
    defeats=MET,
    cites=["15 CFR 740.16(c)", "15 CFR 740.16(d)", "15 CFR 740.16(h)", "15 CFR 740.16(j)"],
    periods=[TEXT],
    claim=claims("APR", "(c)", "(d)", "(e)", "(f)", "(j)"),
)
def reexport_otherwise(f: Facts) -> Condition:
    """Reexports that an outstanding license would let go directly; from Australia, Canada or the United Kingdom what
    another exception would let go directly; nuclear suppliers' items to, among and from Country Group A:4.
    """
    by_license = yes("unused_license_covers_reexport")
    from_allies = _FROM.in_("AU", "CA", "GB") & yes("direct_export_under_exception")
    suppliers = (
        (f.destination_in("A:4") | _FROM.in_table("country_groups", "A:4"))
        & controlled_for(f, "NP")
        & ~f.destination_in("D:2", "E:2")
        & (_FROM.in_table("country_groups", "A:1") | ~controlled_for(f, "NS") | ~f.destination_in("D:1"))
        & _only_nuclear(f)
    )
    missile = _defined("a.5.i")
    return (
        f.action.is_("reexport")
        & any_of(by_license, from_allies, suppliers)
        & free("a.5")
        & (missile | _defined("a.5"))
    )


def _only_nuclear(f: Facts) -> Condition:
    """That NP Column 1 controls the item; what else controls it must be free by itself."""
    return f.item.some_control(lambda c: c.applies.is_(True) & c.column.is_("NP:1"))


@PART_740_REEXPORTS.authority(
    "us.ear.740.16.h",
    "License Exception APR, spares with a foreign product (15 CFR 740.16(h))",
    defeats=[*MET, CUBA],
    cites=["15 CFR 740.16(h)", "15 CFR 746.2(a)(1)(xi)"],
    periods=[TEXT],
    claim=claims("APR", "(h)"),
)
def spares_of_foreign_products(f: Facts) -> Condition:
    """US spare parts may go with a foreign-made product that holds US components, up to 10 percent of its value."""
    return f.action.is_("reexport") & yes("spares_with_foreign_product") & free(sanctioned=("CU",))


@PART_740_REEXPORTS.authority(
    "us.ear.740.16",
    "License Exception APR, another paragraph (15 CFR 740.16)",
    defeats=MET,
    cites=["15 CFR 740.16"],
    periods=[TEXT],
    claim=claims("APR") & _PARAGRAPH.is_stated() & ~_PARAGRAPH.in_(*_READ),
)
def another_paragraph(f: Facts) -> Condition:
    """A paragraph of 740.16 that authorizes nothing by itself, or that Licet does not know, was claimed."""
    reexport = f.action.is_("reexport") & _defined("a.1") & _defined("a.17")
    return reexport & f.unmodeled("740.16", "the paragraph of License Exception APR that is claimed")
