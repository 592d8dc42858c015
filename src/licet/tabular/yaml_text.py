"""A YAML document as JSON has it: every value as text, so that the country NO is not a no.

A part that is named and used again (``&a``, ``*a``) is refused: nine such lines unpack to a thousand million.
"""

from __future__ import annotations

import re
from typing import Any

from licet.errors import LicetError

__all__ = ["YamlError", "is_yaml", "yaml_data"]

_MOST_EVENTS = 5_000_000
_DOCUMENT = re.compile(r"^(?:spdxVersion|bomFormat|SPDXID)[\"']?:\s", re.MULTILINE)
_HEAD = 20_000


class YamlError(LicetError, ValueError):
    """A YAML document that is not read; the text says why."""


def is_yaml(start: str, suffix: str) -> bool:
    """Whether a text is YAML: by the name's ending, or since it is a list of parts in YAML."""
    return suffix in {".yaml", ".yml"} or _DOCUMENT.search(start[:_HEAD]) is not None


def yaml_data(text: str) -> Any:
    """The document as dictionaries, lists and texts. Raises YamlError."""
    import yaml  # noqa: PLC0415  # only for YAML

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        for number, event in enumerate(yaml.parse(text, Loader=loader)):
            if isinstance(event, yaml.AliasEvent):
                raise YamlError(
                    "a YAML file that uses a part again (*) is not read: it may expand to any size"
                )
            if number > _MOST_EVENTS:
                raise YamlError(f"more than {_MOST_EVENTS:,} values; send it in parts")
        return yaml.load(text, Loader=loader)  # noqa: S506  # the base loader makes texts only
    except (yaml.YAMLError, RecursionError) as error:
        raise YamlError(f"not YAML: {' '.join(str(error).split())[:200]}") from error
