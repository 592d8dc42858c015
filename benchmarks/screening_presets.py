"""What each preset finds and how often it alerts: the figures of ``licet.screening.preset_figures``.

    LICET_HOME=... python benchmarks/screening_presets.py

Recall: names that the report half of ``screening_variants.py`` writes as people do, with the country that their kind
states. Alerts: the traded companies of ``clean_names.py``, and made names of persons of six countries.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from clean_names import reported_names
from screening_variants import report_variants

from licet.screening.attach import NameHit
from licet.screening.preset_figures import FIGURES
from licet.screening.presets import Preset, Presets
from licet.services.determination import open_decider
from licet.storage.home import home_folder

_LOCALES = ("en_US", "de_DE", "es_ES", "ru_RU", "zh_CN", "ar_SA")
_OF_EACH = 300
SEED = 3


def persons() -> list[str]:
    """Made names of persons of six countries."""
    faker = import_module("faker").Faker
    faker.seed(SEED)
    return [maker.name() for maker in map(faker, _LOCALES) for _ in range(_OF_EACH)]


def main() -> None:
    every = open_decider(home_folder(), long_running=True).screener
    variants, companies, people = report_variants(every.entries, 150), reported_names(), persons()
    print(f"{len(variants)} written names, {len(companies)} companies, {len(people)} persons")
    for preset in Preset:
        screener = every.with_presets(Presets(preset))
        found = screener.find_many([(variant.text, variant.country) for variant in variants])
        own = sum(
            _means(hits, every.entries[variant.entry].name)
            for hits, variant in zip(found, variants, strict=True)
        )
        alerts = [
            1000 * sum(map(bool, screener.find_many([(name, None) for name in names]))) / len(names)
            for names in (companies, people)
        ]
        said = FIGURES[preset]
        print(
            f"{preset.value:9} recall {own / len(variants):.3f} (said {said.recall}), alerts of 1,000 companies "
            f"{alerts[0]:.1f} (said {said.alerts}), of 1,000 persons {alerts[1]:.1f} (said {said.person_alerts})"
        )


def _means(hits: Sequence[NameHit], name: str) -> bool:
    return any(hit.entry.name == name for hit in hits)


if __name__ == "__main__":
    main()
