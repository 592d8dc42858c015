"""``licet defaults``: what your company takes for granted by its own written policy."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Optional

import typer

from licet.cli.files import fail

__all__ = ["app", "set_command"]

app = typer.Typer(no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@app.command("list")
def list_defaults(as_json: AsJson = False) -> None:
    """List the policies that are set, and what others could be about."""
    from licet.model.defaults import DefaultsError, accepted_values, load_defaults
    from licet.storage.home import home_folder

    try:
        found = load_defaults(home_folder()).policies
    except DefaultsError as error:
        fail(str(error))
    if as_json:
        rows = {
            topic: {
                "value": row.value,
                "policy": row.policy,
                "by": row.by,
                "since": None if row.since is None else row.since.isoformat(),
            }
            for topic, row in found.items()
        }
        document = {"set": rows, "accepted": dict(accepted_values())}
        print(json.dumps(document, indent=2, ensure_ascii=False))
        return
    for policy in found.values():
        print(policy)
    for topic, values in accepted_values().items():
        if topic not in found:
            print(f"not set: {topic} ({', '.join(values) or 'any text'})")


@app.command("set")
def set_defaults(
    values: Annotated[list[str], typer.Argument(help="TOPIC=VALUE, such as end_use=civil; several at once.")],
    policy: Annotated[str, typer.Option("--policy", help="Where it is written.")],
    by: Annotated[str, typer.Option("--by", help="Whose policy it is.")],
    since: Annotated[
        Optional[datetime],  # noqa: UP045  # typer reads it
        typer.Option("--since", formats=["%Y-%m-%d"], help="Its first day; today unless said."),
    ] = None,
) -> None:
    """Set what every transaction is taken for where it does not say otherwise; each answer shows it."""
    from licet.model.defaults import DefaultPolicy, DefaultsError, save_defaults
    from licet.storage.home import home_folder

    day = date.today() if since is None else since.date()  # noqa: DTZ011  # the day of who sets it
    pairs = [text.partition("=") for text in values]
    if any(not mark for _, mark, _ in pairs):
        fail("say TOPIC=VALUE, such as end_use=civil")
    policies = [DefaultPolicy(topic.strip(), value.strip(), by, policy, day) for topic, _, value in pairs]
    try:
        found = save_defaults(home_folder(), policies)
    except DefaultsError as error:
        fail(str(error))
    for row in policies:
        print(found.policies[row.topic])


@app.command("remove")
def remove_defaults(
    topics: Annotated[list[str], typer.Argument(help="TOPIC, such as end_use; several at once.")],
) -> None:
    """Take policies away: what rested on them is unknown again."""
    from licet.model.defaults import DefaultsError, load_defaults, save_defaults
    from licet.storage.home import home_folder

    try:
        missing = sorted(set(topics) - set(load_defaults(home_folder()).policies))
        if missing:
            fail(f"no policy is set for {', '.join(missing)}")
        save_defaults(home_folder(), [], topics)
    except DefaultsError as error:
        fail(str(error))
    print(f"No policy any more: {', '.join(topics)}")


def set_command(topics: list[str]) -> str:
    """The command that sets policies for topics; what they say is for a person to fill in."""
    said = " ".join(f"{topic}=..." for topic in topics)
    return f'licet defaults set {said} --policy "where it is written" --by "whose policy it is"'
