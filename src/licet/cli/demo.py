"""``licet demo``: the story of October 2019 on real facts."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.rule import Rule

from licet.cli.demo_page import offer
from licet.cli.explain import show
from licet.engine.determination import Determination
from licet.model.wire import read_transaction
from licet.presentation.summary import holds_words, summary
from licet.services.determination import Decider, open_decider
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.reading import read

__all__ = ["tell"]

_CHIPS: dict[str, Any] = {
    "action": "export",
    "as_of": "2019-10-10",
    "destination": "CN",
    "item": {
        "description": "memory chips",
        "kind": "commodity",
        "eccn": "EAR99",
        "us_origin": True,
        "value_usd": 120000,
    },
    "parties": [{"role": "ultimate_consignee", "name": "Huawei Technologies Co., Ltd.", "country": "CN"}],
    "end_use": "none_named_in_part_744",
}
_NETWORK: dict[str, Any] = {
    "dates": {"contract": "2019-03-01"},
    "facts": {
        "purpose": "network_maintenance",
        "network_fully_operational_on_2019_05_16": True,
        "third_party_network": True,
        "general_purpose_computing_device": False,
        "expands_capacity": False,
        "certification_obtained": True,
    },
}
_AFFILIATE = [{"role": "ultimate_consignee", "name": "Huawei Tech Investment Co., Ltd.", "country": "AR"}]
_OWNED = [
    {
        "role": "ultimate_consignee",
        "name": "Example Photonics Ltd",
        "country": "CN",
        "owners": [{"name": "Huawei Technologies Co., Ltd.", "percent": 60, "country": "CN"}],
    }
]


@dataclass(frozen=True, slots=True)
class Scene:
    """One sale of the story, with what differs from the first."""

    title: str
    story: str
    changes: dict[str, Any]
    whole: bool = False


_SCENES = (
    Scene(
        "1. New chips for Huawei",
        "October 10, 2019. Huawei has been on the Entity List since May. A newspaper says that licenses may "
        'come soon; the agency says that "as of right this moment, the status quo holds". May we ship?',
        {"known_as_of": "2019-10-10"},
        whole=True,
    ),
    Scene(
        "2. Parts for a network that runs",
        "The same day: spare parts for a carrier's network in China that ran before the listing, under a "
        "contract of March 2019, with Huawei's certification in hand. Answered on what had been published "
        "by that day: the reprieve then ended with 18 November.",
        {
            "known_as_of": "2019-10-10",
            **_NETWORK,
        },
        whole=True,
    ),
    Scene(
        "   The same, as known today",
        "Four extensions came, each printed days after it took effect.",
        _NETWORK,
    ),
    Scene(
        "3. Huawei's bank role only",
        "The goods go to another firm; Huawei only pays, as a bank would, and never takes possession.",
        {
            "parties": [
                {
                    "role": "bank",
                    "name": "Huawei Technologies Co., Ltd.",
                    "country": "CN",
                    "takes_possession_as_agent": False,
                },
                {"role": "ultimate_consignee", "name": "Example Telecom Works", "country": "CN"},
            ]
        },
    ),
    Scene(
        "4. An affiliate in Argentina, on August 18, 2019",
        "46 more affiliates are listed on August 19, 2019. This is one of them, the day before.",
        {"as_of": "2019-08-18", "destination": "AR", "parties": _AFFILIATE},
    ),
    Scene(
        "   The same affiliate, on August 19, 2019",
        "Its day. The rule was printed two days later.",
        {"as_of": "2019-08-19", "destination": "AR", "parties": _AFFILIATE},
    ),
    Scene(
        "5. A firm on no list, 60 percent Huawei's, in October 2025",
        "The ownership rule of September 29, 2025 is in force; its stay begins on November 10, 2025.",
        {"as_of": "2025-10-15", "parties": _OWNED},
    ),
)


_CLEAN = Scene(
    "",
    "",
    {
        "as_of": "2026-08-01",
        "destination": "DE",
        "parties": [
            {"role": "ultimate_consignee", "name": "Musterwerk Beispiel GmbH", "country": "DE", "owners": []}
        ],
    },
)


def tell() -> None:
    """Tell the five sales; where a whole list is at hand, adopt it and ask again."""
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory() as folder:
        decider = open_decider(Path(folder))
        for scene in _SCENES:
            _play(scene, decider, console)
        _with_the_whole_list(Path(folder), console)
    console.print(Rule())
    console.print(
        "Ask your own: write a sale as JSON and run [bold].venv/bin/licet check FILE[/] (see README.md), or "
        "run [bold].venv/bin/licet serve[/] and ask on a page."
    )
    offer()


def _play(scene: Scene, decider: Decider, console: Console) -> None:
    console.print(Rule(escape(scene.title), align="left"))
    console.print(f"[italic]{escape(scene.story)}[/]\n")
    found = _ask(scene, decider)
    if scene.whole:
        show(found, console)
    else:
        for line in _short(found):
            console.print(line)
    console.print()


def _ask(scene: Scene, decider: Decider) -> Determination:
    return decider.determine(read_transaction({**_CHIPS, **scene.changes}, decider.vocabulary))


def _short(found: Determination) -> Iterator[str]:
    yield f"[bold]{found.light.value.upper()}: {escape(summary(found))}[/]"
    if found.holds_until is not None and found.then is not None:
        yield holds_words(found)
    yield f"[dim]{escape(', '.join(str(cite) for cite in found.cites[:6]))}[/]"
    for caveat in found.caveats:
        yield f"Note {escape(caveat.text)}"


def _with_the_whole_list(home: Path, console: Console) -> None:
    shared = Path(os.environ.get("LICET_SHARED", "../shared"))
    lists = shared / "data" / "csl" / "csl_2026-07-31_compact.json.gz"
    console.print(Rule("The whole Consolidated Screening List", align="left"))
    if not lists.is_file():
        console.print(
            "Not at hand here. `.venv/bin/licet lists update` downloads it; until then answers say that "
            "only the entries that come with it were consulted."
        )
        return
    adopted = adopt(home, read(lists), AdoptionRequest(lists.name, date.today()))  # noqa: DTZ011
    console.print(f"Adopted {adopted.added:,} parties from {lists.name}. The first question again:\n")
    decider = open_decider(home)
    for line in _short(_ask(_SCENES[0], decider)):
        console.print(line)
    console.print("\nAnd a clean firm in Germany, now with every list consulted:\n")
    for line in _short(_ask(_CLEAN, decider)):
        console.print(line)
