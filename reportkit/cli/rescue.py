"""reportkit reports check, reportkit reports rescue."""

from __future__ import annotations

from pathlib import Path

import click

from reportkit.cli import options, terminal
from reportkit.cli.intake import say
from reportkit.errors import UnreadableInput
from reportkit.workspace import overview, rescue


@click.command("check")
@options.database
@options.result
def check(db: Path, form: str | None, path: Path | None) -> int:
    """Whether the workspace is whole: its file, the text of each report by its hash, its sentences and rows by their
    numbers. What is not is listed; nothing is changed.

    \b
    Examples:
      reportkit reports check
      reportkit reports check -o damage.csv
    """
    found = rescue.check(db)
    if not found.losses:
        say(f"{db}: is sound; reports that are whole: {len(found.whole)}")
        return 0
    terminal.show([overview.damage(found.losses)], form, path)
    whole, again = len(found.whole), len(found.unread)
    if not whole and not again:
        say(f"{db}: is damaged, and no report in it can be saved; read the reports into a new workspace")
        return UnreadableInput.exit_code
    say(
        f"{db}: is damaged; reports that are whole: {whole}, of which only the text is: {again}; "
        "`reportkit reports rescue -o NEW` saves them"
    )
    return UnreadableInput.exit_code


@click.command("rescue")
@options.database
@click.option(
    "-o", "--output", "new", type=click.Path(path_type=Path), required=True, metavar="NEW",
    help="The new workspace; there must be no such file yet.",
)  # fmt: skip
@click.pass_obj
def command(overlays: tuple[Path, ...], /, db: Path, new: Path) -> int:
    """Save what is whole of a damaged workspace into a new one. Reports of which only the text is whole are read anew
    from it; what is lost is listed. The damaged file stays as it is.

    \b
    Examples:
      reportkit reports rescue --db damaged.db -o rescued.db
    """
    from reportkit import rules
    from reportkit.intake import rescue as rescues

    done = rescues.to_file(db, new, rules.load(overlays))
    if done.losses:
        terminal.show([overview.damage(done.losses)], None, None)
    whole, again, lost = len(done.whole), len(done.again), sum(loss.left == "nothing" for loss in done.losses)
    say(f"{new}: reports taken over: {whole}, read anew from their texts: {again}, lost: {lost}")
    return UnreadableInput.exit_code if done.is_loss else 0
