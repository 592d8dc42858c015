"""The file of what was found: every key gives its value, and no other does."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("pyspark", reason="PySpark is not here (pip install 'licet[spark]')")

from licet.orders.book import PartyKey
from licet.spark.keyed import KeyedFile, key_of, write_keyed

KEYS = st.binary(min_size=16, max_size=16) | st.sampled_from(
    [b"\0" * 16, b"a" + b"\0" * 15, b"a" * 15 + b"\0"]
)
TEXTS = st.none() | st.text(max_size=3)
PARTIES = st.builds(PartyKey, TEXTS, TEXTS, TEXTS)


@given(st.dictionaries(KEYS, st.binary(max_size=20), min_size=1, max_size=30), KEYS)
def test_every_key_gives_its_value(values: dict[bytes, bytes], other: bytes) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "found.keyed"
        assert write_keyed(values.items(), file) == len(values)
        kept = KeyedFile(file)
        assert {key: kept.get(key) for key in values} == values
        assert kept.get(other) == values.get(other)


@given(PARTIES, PARTIES)
def test_parties_that_differ_have_other_keys(party_key: PartyKey, two: PartyKey) -> None:
    assert (key_of(party_key) == key_of(two)) == (party_key == two)
