"""Nothing that befalls a derived file makes an answer clear or green: it is made again first."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest

from licet.model.listing import Alias, ListCode
from licet.screening.engine import ScreeningIndex
from licet.screening.manifest import MANIFEST, DamagedIndexError, verify_manifest
from licet.services.determination import open_decider
from licet.services.screening import ScreeningRequest, open_screener, screening_document
from licet.storage.adopt import AdoptionRequest, adopt
from licet.storage.state import open_state
from licet.storage.statefile import read_state
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import Format, Snapshot

DAY = date(2026, 7, 31)
LISTED = {
    "Mahan Airways": ("Mahan Airways", "Mahan Air"),
    "Rosoboronexport OJSC": ("Rosoboroneksport", "Rosoboronexport"),
    "NII Vektor": ("NII Vektor", "Vektor Scientific Research Institute"),
    "Sharif University of Technology": ("Sharif University of Technology", "Sharif Univ. of Technology"),
}


def zeros_behind(start: int) -> Callable[[bytes], bytes]:
    """What a power cut leaves: the length is there and the content is not."""
    return lambda content: content[:start] + bytes(len(content[start:]))


def one_bit(place: float) -> Callable[[bytes], bytes]:
    def flipped(content: bytes) -> bytes:
        at = min(int(len(content) * place), len(content) - 1)
        return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]

    return flipped


DAMAGES: dict[str, Callable[[bytes], bytes] | None] = {
    "deleted": None,
    "empty": lambda content: b"",
    "zeros": zeros_behind(0),
    "zeros behind the head": zeros_behind(128),
    "half": lambda content: content[: len(content) // 2],
    "last byte gone": lambda content: content[:-1],
    "a byte more": lambda content: content + b"\0",
    "first bit": one_bit(0.0),
    "middle bit": one_bit(0.5),
    "last bit": one_bit(1.0),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    rows = [
        RawRow(list_code=ListCode.SDN, name=name, line=number, official_id=str(number), countries=("IR",),
               aliases=tuple(map(Alias, others)), programs=("SDGT",))
        for number, (name, others) in enumerate(LISTED.items(), 1)
    ]  # fmt: skip
    found = Snapshot(Format.CSL_CSV, "0" * 64, DAY, "test", tuple(rows))
    adopt(home, found, AdoptionRequest("list.csv", DAY, accept_anyway="a test", as_whole=True))
    return home


def verdicts(home: Path) -> dict[str, list[str]]:
    """What each way in says of every listed party, by every name."""
    (screener, _), decider = open_screener(home), open_decider(home)
    found = {}
    for name in (name for names in LISTED.values() for name in names):
        document = screening_document(ScreeningRequest(name, None, DAY), screener)
        (hits,) = screener.search_many([(name, None)])
        ties = decider.screener.find(name, None)
        found[name] = [document["verdict"], hits[0].verdict if hits else "clear", "hit" if ties else "clear"]
    return found


def derived(home: Path) -> Iterator[Path]:
    """Every file that is made from the database: states and indexes."""
    for folder in ("states", "indexes"):
        yield from (path for path in sorted((home / folder).rglob("*")) if path.is_file())


def test_every_damage_to_every_file_is_caught_before_it_is_used(home: Path) -> None:
    verdicts(home)
    for path, words, good in damaged(home):
        with pytest.raises((OSError, ValueError)):
            open_again(path)
        assert good != (path.read_bytes() if path.is_file() else None), words


def test_a_damaged_file_is_made_again_and_the_answers_stay(home: Path) -> None:
    """Every damage, and every file, once at least."""
    wanted = verdicts(home)
    assert all("clear" not in said for said in wanted.values()), wanted
    files = list(derived(home))
    assert len(files) > 20, "a state and an index of more than twenty files"
    for path, damage in zip(files, cycle(DAMAGES.values()), strict=False):
        do_damage(path, damage)
        assert verdicts(home) == wanted, path
        assert path.is_file(), path
    assert not [*home.rglob("*.damaged"), *home.rglob("*.part")]


def open_again(path: Path) -> object:
    return read_state(path) if path.parent.name == "states" else ScreeningIndex.open(path.parent)


def damaged(home: Path) -> Iterator[tuple[Path, str, bytes]]:
    """Every derived file with every damage, the good content put back afterwards."""
    for path in list(derived(home)):
        good = path.read_bytes()
        for words, damage in DAMAGES.items():
            do_damage(path, damage)
            if not path.is_file() or path.read_bytes() != good:  # a column may hold nothing but zeros
                yield path, words, good
            path.write_bytes(good)


def do_damage(path: Path, damage: Callable[[bytes], bytes] | None) -> None:
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage(path.read_bytes()))


def test_a_damaged_state_keeps_its_dates(home: Path) -> None:
    """The head of a state says how old the lists are: a flipped bit there would make old lists new."""
    (path,) = (home / "states").iterdir()
    good = path.read_bytes()
    assert b"2026-07-31" in good
    path.write_bytes(good.replace(b"2026-07-31", b"2026-11-31"))
    state = open_state(home)
    assert state is not None
    assert state.oldest_date == DAY
    assert path.read_bytes() == good


def test_a_manifest_that_was_written_anew_by_hand_is_not_believed(home: Path) -> None:
    verdicts(home)
    folder = next((home / "indexes").iterdir())
    path = folder / MANIFEST
    said = json.loads(path.read_bytes())
    del said["files"]["entry.npy"]
    path.write_text(json.dumps(said))
    with pytest.raises(DamagedIndexError, match="does not fit its own hash"):
        verify_manifest(folder)


@pytest.mark.parametrize("damage", [lambda content: bytes(len(content)), lambda content: b""])
def test_a_file_that_is_damaged_while_a_process_has_it_open_reaches_no_answer(
    home: Path, damage: Callable[[bytes], bytes]
) -> None:
    """Written into the very file, as a failing disk or another program does it: a server goes on as it was."""
    wanted = verdicts(home)
    (screener, _), decider = open_screener(home), open_decider(home)
    kept = {path: path.read_bytes() for path in derived(home)}
    for path, good in kept.items():
        with path.open("r+b") as file:
            file.truncate(len(damage(good)))
            file.write(damage(good))
    for name, (verdict, hit, tied) in wanted.items():
        document = screening_document(ScreeningRequest(name, None, DAY), screener)
        (hits,) = screener.search_many([(name, None)])
        assert (document["verdict"], hits[0].verdict, bool(decider.screener.find(name, None))) == (
            verdict, hit, tied == "hit",
        )  # fmt: skip
    assert verdicts(home) == wanted, "and who opens them anew finds the damage"
