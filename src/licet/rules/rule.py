"""Rules: one question, a text for every period, the exceptions that defeat it, and its citations.

A rule is written as a function that returns a condition and runs once, when its chapter is loaded::

    part_744 = Chapter("15 CFR Part 744")

    @part_744.requirement("us.ear.744.11", cites=["15 CFR 744.11(a)"], periods=[period("2008-08-21", ...)])
    def listed_party(f: Facts) -> Condition:
        '''A license is needed when a party to the sale is on the Entity List for this item.'''
        return f.some_party(lambda p: p.has_statutory_role & p.listed("EL"))

Amendments, suspensions and removals are later rows of the same timeline; exceptions hang on the rule they
defeat and come in two kinds: an *exemption* lifts the requirement, an *authority* meets it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from licet.rules.citation import Citation
from licet.rules.condition import Condition
from licet.rules.dated import Row, Timeline
from licet.rules.interval import Interval, since, through
from licet.rules.terms import Facts, f

__all__ = [
    "ENTRY_POLICY",
    "Caveat",
    "Chapter",
    "Obligation",
    "Occasion",
    "Period",
    "Question",
    "Rule",
    "RuleDraft",
    "RuleText",
    "period",
]

ENTRY_POLICY = "as the list entry says"
"""Review policy of a requirement whose policy stands in the list entry that triggers it."""


class Question(StrEnum):
    """What a rule answers."""

    SUBJECT = "is it subject to the regulations"
    REQUIREMENT = "is a license required"
    PROHIBITION = "is it prohibited"
    EXEMPTION = "is the rule lifted"
    AUTHORITY = "is there an authority"
    DEFINITION = "what does the term mean"
    NOTICE = "what must be said with the answer"
    DUTY = "what must be done"
    POLICY = "how is an application reviewed"
    FRAME = "under which general prohibition"


class Occasion(StrEnum):
    """With which answers a duty goes, beside its own condition."""

    ANY = "whatever the answer, once it is subject to the regulations"
    MOVING = "where it may go or may perhaps go"
    UNLICENSED = "where no license is required"
    LICENSED = "where a license is required and an authority covers it"
    OTHER_ACT = "whatever the answer, where the act is none that needs a license"
    APPLYING = "where a license is required and nothing covers it"


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something to do. ``before``: it must be done before the item moves, and until then the light is amber.

    ``met``: the condition that shows it done; None where only a person can say so. Two obligations of one
    ``code`` are one duty on two grounds: it is shown once.
    """

    code: str
    text: str
    cite: Citation
    before: bool = False
    met: Condition | None = None


@dataclass(frozen=True, slots=True)
class Caveat:
    """Something that must be said with an answer: ``code`` for programs, ``text`` for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class RuleText:
    """The text of a rule in one period. ``condition`` None: suspended, removed, not in force.

    ``claim``: for an authority that must be chosen, what shows that it was. ``policy``: the review policy of
    this period where it is not that of the rule.
    """

    condition: Condition | None
    claim: Condition | None = None
    title: str = ""
    obligations: tuple[Obligation, ...] = ()
    policy: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which a text is in force, by which document, and what was seen of it.

    ``caveat``: what must be said when an answer rests on this period.
    """

    in_force: Interval
    published_on: date
    cite: Citation
    source: str
    resumes: bool
    caveat: Caveat | None


def period(
    start: str,
    *,
    published: str,
    cite: str,
    source: str,
    last: str | None = None,
    resumes: bool = False,
    caveat: Caveat | None = None,
) -> Period:
    """Say a period as the law does: from ``start``, through ``last`` where an end is printed."""
    days = since(start) if last is None else through(start, last)
    return Period(days, date.fromisoformat(published), Citation.parse(cite), source, resumes, caveat)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of law.

    ``defeats``: for an exemption or authority, the rules it hangs on. ``policy``: the review policy of a
    requirement. ``authority``: what to write on the export filing. ``notice``: the caveat of a NOTICE rule.
    ``verified``: False where it was modeled from general knowledge, which puts a caveat on the answer.
    ``activity``: a requirement for what a person does, which holds for items that are not subject as well; of an
    exemption from what is subject, that it speaks of the act and not of the item, so that prohibitions stand.
    ``occasion``: with which answers a duty goes.
    """

    rule_id: str
    question: Question
    title: str
    cites: tuple[Citation, ...]
    texts: Timeline[RuleText]
    defeats: tuple[str, ...] = ()
    policy: str | None = None
    authority: str | None = None
    notice: Caveat | None = None
    caveats: tuple[tuple[Interval, Caveat], ...] = ()
    verified: bool = True
    activity: bool = False
    occasion: Occasion = Occasion.ANY
    _changes: dict[date | None, date | None] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _content: list[bytes] = field(default_factory=list, init=False, compare=False, repr=False)

    @property
    def content(self) -> bytes:
        """All that the rule says, for fingerprints; written once, for rulebooks that vary another share the rule."""
        if not self._content:
            self._content.append(repr(self).encode())
        return self._content[0]

    def at(self, as_of: date, known_as_of: date | None = None) -> Row[RuleText] | None:
        """The text in force on a day, or None where there is none or it is suspended."""
        row = self.texts.at(as_of, known_as_of)
        return None if row is None or row.value.condition is None else row

    def next_change(self, as_of: date, known_as_of: date | None = None) -> date | None:
        """The first later day on which another text may govern; an extension of the same text is none."""
        if known_as_of is not None:
            return self._search_change(as_of, known_as_of)
        following = self.texts.next_change(as_of)  # the same for every day between two breakpoints
        if following not in self._changes:
            self._changes[following] = self._search_change(as_of, None)
        return self._changes[following]

    def _search_change(self, as_of: date, known_as_of: date | None) -> date | None:
        now = self.at(as_of, known_as_of)
        text = None if now is None else now.value
        day = self.texts.next_change(as_of, known_as_of)
        while day is not None:
            later = self.at(day, known_as_of)
            if (None if later is None else later.value) is not text:
                return day
            day = self.texts.next_change(day, known_as_of)
        return None


Author = Callable[[Facts], Condition]


@dataclass(frozen=True, slots=True)
class _Version:
    """A text as written: run only when the chapter is loaded, so that helpers may stand below it."""

    author: Author | None
    periods: tuple[Period, ...]
    claim: Condition | None = None
    obligations: tuple[Obligation, ...] = ()
    policy: str | None = None

    def text(self) -> RuleText:
        if self.author is None:
            return RuleText(None, title="not in force")
        return RuleText(self.author(f), self.claim, _title(self.author), self.obligations, self.policy)


@dataclass
class RuleDraft:
    """A rule being written; :meth:`Chapter.rules` makes it final."""

    rule_id: str
    question: Question
    cites: tuple[Citation, ...]
    options: dict[str, object]
    versions: list[_Version] = field(default_factory=list)

    def amended(
        self,
        periods: Iterable[Period],
        *,
        claim: Condition | None = None,
        obligations: Iterable[Obligation] = (),
        policy: str | None = None,
    ) -> Callable[[Author], RuleDraft]:
        """Add another text, in force in other periods."""

        def add(author: Author) -> RuleDraft:
            self.versions.append(_Version(author, tuple(periods), claim, tuple(obligations), policy))
            return self

        return add

    def not_in_force(self, *periods: Period) -> None:
        """Record a suspension or removal."""
        self.versions.append(_Version(None, periods))

    def finish(self) -> Rule:
        rows = [row for version in self.versions for row in _rows(version)]
        caveats = [
            (days.in_force, days.caveat)
            for version in self.versions
            for days in version.periods
            if days.caveat is not None
        ]
        return Rule(
            self.rule_id,
            self.question,
            rows[0].value.title,
            self.cites,
            Timeline(self.rule_id, rows),
            caveats=tuple(caveats),
            **self.options,  # type: ignore[arg-type]  # names and types are those of Chapter's methods
        )


def _rows(version: _Version) -> list[Row[RuleText]]:
    text = version.text()
    return [
        Row(days.in_force, days.published_on, text, days.cite, days.source, days.resumes)
        for days in version.periods
    ]


class Chapter:
    """The rules of one part of the law, in the order in which they are written."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._drafts: list[RuleDraft] = []

    def rules(self) -> tuple[Rule, ...]:
        return tuple(draft.finish() for draft in self._drafts)

    def rule(
        self,
        rule_id: str,
        question: Question,
        *,
        cites: Iterable[str],
        periods: Iterable[Period],
        claim: Condition | None = None,
        obligations: Iterable[Obligation] = (),
        **options: object,
    ) -> Callable[[Author], RuleDraft]:
        """Write a rule of any kind; the methods below are this with the question filled in."""

        def write(author: Author) -> RuleDraft:
            draft = RuleDraft(rule_id, question, tuple(Citation.parse(c) for c in cites), dict(options))
            self._drafts.append(draft)
            return draft.amended(periods, claim=claim, obligations=obligations)(author)

        return write

    def requirement(
        self,
        rule_id: str,
        *,
        cites: Iterable[str],
        periods: Iterable[Period],
        policy: str | None = None,
        obligations: Iterable[Obligation] = (),
        verified: bool = True,
        activity: bool = False,
    ) -> Callable[[Author], RuleDraft]:
        """Write a rule by which a license is required; ``activity``: whatever the item is subject to."""
        return self.rule(
            rule_id,
            Question.REQUIREMENT,
            cites=cites,
            periods=periods,
            policy=policy,
            obligations=obligations,
            verified=verified,
            activity=activity,
        )

    def prohibition(
        self, rule_id: str, *, cites: Iterable[str], periods: Iterable[Period], verified: bool = True
    ) -> Callable[[Author], RuleDraft]:
        """Write a rule by which the sale is prohibited."""
        return self.rule(rule_id, Question.PROHIBITION, cites=cites, periods=periods, verified=verified)

    def exemption(
        self,
        rule_id: str,
        *,
        defeats: Iterable[str],
        cites: Iterable[str],
        periods: Iterable[Period],
        claim: Condition | None = None,
        verified: bool = True,
        activity: bool = False,
    ) -> Callable[[Author], RuleDraft]:
        """Write an exception that lifts the rules it names; ``activity``: see :class:`Rule`."""
        return self.rule(
            rule_id,
            Question.EXEMPTION,
            cites=cites,
            periods=periods,
            claim=claim,
            defeats=tuple(defeats),
            verified=verified,
            activity=activity,
        )

    def authority(
        self,
        rule_id: str,
        name: str,
        *,
        defeats: Iterable[str],
        cites: Iterable[str],
        periods: Iterable[Period],
        claim: Condition | None,
        obligations: Iterable[Obligation] = (),
        verified: bool = True,
    ) -> Callable[[Author], RuleDraft]:
        """Write an authority that meets the requirements it names: a license exception or general license."""
        return self.rule(
            rule_id,
            Question.AUTHORITY,
            cites=cites,
            periods=periods,
            claim=claim,
            obligations=obligations,
            defeats=tuple(defeats),
            authority=name,
            verified=verified,
        )

    def duty(
        self,
        rule_id: str,
        *,
        cites: Iterable[str],
        periods: Iterable[Period],
        obligations: Iterable[Obligation],
        occasion: Occasion = Occasion.ANY,
    ) -> Callable[[Author], RuleDraft]:
        """Write what must be done with a sale; ``occasion``: with which answers it goes."""
        return self.rule(
            rule_id,
            Question.DUTY,
            cites=cites,
            periods=periods,
            obligations=obligations,
            occasion=occasion,
        )

    def policy(
        self,
        rule_id: str,
        policy: str,
        *,
        reviews: Iterable[str],
        cites: Iterable[str],
        periods: Iterable[Period],
        verified: bool = True,
    ) -> Callable[[Author], RuleDraft]:
        """Write how applications under the requirements named are reviewed, where the condition holds."""
        return self.rule(
            rule_id,
            Question.POLICY,
            cites=cites,
            periods=periods,
            defeats=tuple(reviews),
            policy=policy,
            verified=verified,
        )

    def frame(
        self, rule_id: str, *, collects: Iterable[str], cites: Iterable[str], periods: Iterable[Period]
    ) -> Callable[[Author], RuleDraft]:
        """Write a general prohibition, which collects the requirements named where the condition holds."""
        return self.rule(rule_id, Question.FRAME, cites=cites, periods=periods, defeats=tuple(collects))

    def notice(
        self, rule_id: str, code: str, *, cites: Iterable[str], periods: Iterable[Period]
    ) -> Callable[[Author], RuleDraft]:
        """Write what must be said with an answer; the first line of the docstring is what is said."""

        def write(author: Author) -> RuleDraft:
            said = Caveat(code, _title(author))
            return self.rule(rule_id, Question.NOTICE, cites=cites, periods=periods, notice=said)(author)

        return write


def _title(author: Author) -> str:
    """The first paragraph of the docstring, on one line."""
    if not author.__doc__:
        raise ValueError(f"{author.__qualname__}: a rule says in its docstring what it means")
    return " ".join(author.__doc__.strip().split("\n\n")[0].split())
