"""``licet law packages`` and what goes with it: build, propose, adopt and fetch law, and trust its signers."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Optional

import typer

from licet.cli.files import fail

if TYPE_CHECKING:
    from licet.services.law_packages.store import LawPackages, LawRefusedError

__all__ = ["register"]

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Person = Annotated[
    Optional[str],  # noqa: UP045  # typer reads it
    typer.Option("--as", help="Who does it; the user of this computer unless said."),
]
Why = Annotated[str, typer.Option("--reason", help="Why; it stands on the audit log.")]
_REFUSED = 3


def register(app: typer.Typer) -> None:
    """Add the commands to ``licet law``."""
    for name, command in (
        ("packages", packages),
        ("build", build_package),
        ("propose", propose),
        ("adopt", adopt),
        ("update", update),
        ("use-shipped", use_shipped),
        ("signers", signers),
        ("trust", trust),
        ("distrust", distrust),
        ("fetch-text", fetch_text),
    ):
        app.command(name)(command)


def packages(as_json: AsJson = False) -> None:
    """List law packages: which law answers, and which packages wait for a second person."""
    store = _store()
    adopted, proposals = store.adopted(), store.proposals()
    if as_json:
        _print_json(
            {
                "adopted": None
                if adopted is None
                else {"version": adopted.version, "sha256": adopted.sha256},
                "proposals": [asdict(proposal) for proposal in proposals],
            }
        )
        return
    print(
        "The law that came with Licet answers."
        if adopted is None
        else f"The law package {adopted.version} answers."
    )
    for proposal in proposals:
        state = (
            f"adopted by {proposal.adopted_by} at {proposal.adopted_at}"
            if proposal.adopted_by
            else "waits for a second person"
        )
        print(f"{proposal.key}  {proposal.version}  proposed by {proposal.by}; {state}. {proposal.notes}")


def build_package(
    out: Annotated[Path, typer.Argument(help="The file to write.")],
    version: Annotated[str, typer.Option(help="A day and a number, such as 2026-12-04.1.")],
    key: Annotated[Path, typer.Option(help="The file of the signer's key; made where there is none.")],
    changed: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="A folder of changed files, under the paths that `licet law build` prints."),
    ] = None,
    note: Annotated[str, typer.Option(help="What the package changes, in a sentence.")] = "",
    case: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(help='A golden case that it changes, and why: "FILE: NAME=90 FR 47201". Repeatable.'),
    ] = None,
) -> None:
    """Build a signed law package from the law in use and changed files."""
    from licet.services.law_packages.building import build
    from licet.services.law_packages.package import LawPackageError
    from licet.storage.signing import SigningKeyError, key_in, public_key

    changes = dict(item.rpartition("=")[::2] for item in case or ())
    try:
        signer = key_in(key)
        out.write_bytes(build(version, signer, changed, notes=note, changed_cases=changes))
    except (LawPackageError, SigningKeyError) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}")
    print(f"Written: {out} ({out.stat().st_size:,} bytes), signed by {public_key(signer)}")


def propose(
    file: Annotated[Path, typer.Argument(help="A law package.")],
    person: Person = None,
    as_json: AsJson = False,
) -> None:
    """Check a law package, answer every golden case under it, and keep it for a second person (exit 3: refused)."""
    try:
        content = file.read_bytes()
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}")
    _propose(content, person, as_json=as_json)


def _propose(content: bytes, person: str | None, *, as_json: bool) -> None:
    from licet.services.law_packages.store import LawRefusedError

    store = _store()
    try:
        proposal = store.propose(content, who=person)
    except LawRefusedError as error:
        _refuse(store, error, as_json=as_json)
    if as_json:
        _print_json(asdict(proposal))
    else:
        print(
            f"Law package {proposal.version} was checked. Another person adopts it: licet law adopt {proposal.key}"
        )


def adopt(
    proposal: Annotated[str, typer.Argument(help="As `licet law packages` names it.")],
    person: Person = None,
    as_json: AsJson = False,
) -> None:
    """Adopt a law package that another person proposed; what starts later answers under it (exit 3: refused)."""
    from licet.services.law_packages.store import LawRefusedError

    store = _store()
    try:
        done = store.adopt(proposal, who=person)
    except LawRefusedError as error:
        _refuse(store, error, as_json=as_json)
    if as_json:
        _print_json(asdict(done))
    else:
        print(f"The law package {done.version} answers from now on. Restart servers that run.")


def update(
    url: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="Where the package lies; LICET_LAW_URL unless said."),
    ] = None,
    person: Person = None,
    as_json: AsJson = False,
) -> None:
    """Fetch the newest law package and propose it; without a network nothing changes."""
    from licet.cli.lists_print import progress_bar
    from licet.services.law_packages.fetching import LawAddressError, fetch_package
    from licet.storage.home import home_folder
    from licet.watchlists.download import DownloadError

    try:
        with progress_bar() as progress:
            content = fetch_package(url, home_folder() / "downloads", progress)
    except LawAddressError as error:
        fail(str(error))
    except DownloadError as error:
        _not_fetched(str(error), as_json=as_json)
    _propose(content, person, as_json=as_json)


def use_shipped(reason: Why, person: Person = None) -> None:
    """Return from an adopted law package to the law that came with Licet."""
    from licet.services.law_packages.store import LawRefusedError

    try:
        _store().use_shipped(reason=reason, who=person)
    except LawRefusedError as error:
        fail(str(error))
    print("The law that came with Licet answers from now on. Restart servers that run.")


def signers(as_json: AsJson = False) -> None:
    """List the keys whose law packages you take."""
    found = _store().signers()
    if as_json:
        _print_json([asdict(signer) for signer in found])
        return
    for signer in found:
        print(f"{signer.key}  {signer.name}")
    if not found:
        print("You trust no signer: no law package can be adopted.")


def trust(
    key: Annotated[str, typer.Argument(help="The signer's public key, 64 hexadecimal digits.")],
    name: Annotated[str, typer.Option(help="Whose key it is.")],
    reason: Why,
    person: Person = None,
) -> None:
    """Take law packages signed with a key from now on."""
    from licet.services.law_packages.store import LawRefusedError

    try:
        _store().trust(key, name, reason=reason, who=person)
    except LawRefusedError as error:
        fail(str(error))
    print(f"Law packages of {name} can be adopted from now on.")


def distrust(
    key: Annotated[str, typer.Argument(help="As `licet law signers` names it.")],
    reason: Why,
    person: Person = None,
) -> None:
    """Take no more law packages signed with a key; what was adopted stays."""
    from licet.services.law_packages.store import LawRefusedError

    try:
        _store().distrust(key, reason=reason, who=person)
    except LawRefusedError as error:
        fail(str(error))
    print("Law packages signed with this key are refused from now on.")


def fetch_text(
    out: Annotated[Path, typer.Argument(help="The folder to write to.")],
    part: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(help="A part of the Code, such as 744. Repeatable."),
    ] = None,
    title: Annotated[int, typer.Option(help="Of this title of the Code.", min=1, max=50)] = 15,
    day: Annotated[
        Optional[datetime],  # noqa: UP045
        typer.Option("--date", formats=["%Y-%m-%d"], help="The text in force on this day."),
    ] = None,
    document: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(help="A document of the Federal Register, such as 2025-19001. Repeatable."),
    ] = None,
    ecfr: Annotated[
        str, typer.Option(help="Another address than that of the eCFR.")
    ] = "https://www.ecfr.gov",
    register_site: Annotated[
        str, typer.Option("--register", help="Another address than that of the Federal Register.")
    ] = "https://www.federalregister.gov",
    as_json: AsJson = False,
) -> None:
    """Fetch texts of the eCFR and documents of the Federal Register, for `licet law check`, `diff` and `watch`."""
    from licet.cli.lists_print import progress_bar
    from licet.services.law_packages.fetching import LawAddressError, TextsWanted, fetch_texts
    from licet.watchlists.download import DownloadError

    wanted = TextsWanted(
        title,
        tuple(part or ()),
        None if day is None else day.date(),
        tuple(document or ()),
        ecfr,
        register_site,
    )
    try:
        with progress_bar() as progress:
            found = fetch_texts(wanted, out, progress)
    except LawAddressError as error:
        fail(str(error))
    except DownloadError as error:
        _not_fetched(str(error), as_json=as_json)
    if as_json:
        _print_json(
            {"files": [{"file": str(item.path), "url": item.url, "bytes": item.size} for item in found]}
        )
        return
    for item in found:
        print(f"{item.path}: {item.size:,} bytes")
    if not found:
        print("Everything that you asked for is there already.")


def _store() -> LawPackages:
    from licet.services.law_packages.store import LawPackages
    from licet.storage.home import home_folder

    return LawPackages(home_folder())


def _refuse(store: LawPackages, error: LawRefusedError, *, as_json: bool) -> NoReturn:
    """Say why a package was refused, and which law goes on answering."""
    adopted = store.adopted()
    goes_on = "the law that came with Licet" if adopted is None else f"the law package {adopted.version}"
    if as_json:
        _print_json({"adopted": False, "problems": list(error.problems), "answers": goes_on})
    else:
        print("Refused:", file=sys.stderr)
        for problem in error.problems:
            print(f"  {problem}", file=sys.stderr)
        print(f"Nothing was changed; {goes_on} goes on answering.", file=sys.stderr)
    raise typer.Exit(_REFUSED)


def _not_fetched(words: str, *, as_json: bool) -> NoReturn:
    if as_json:
        _print_json({"fetched": False, "error": words})
    else:
        print(f"Not fetched: {words}", file=sys.stderr)
        print(
            "Nothing was changed. Try again when there is a network, or bring the file from another machine.",
            file=sys.stderr,
        )
    raise typer.Exit(_REFUSED)


def _print_json(data: Any) -> None:
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
