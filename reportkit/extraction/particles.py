"""What follows a verb and belongs to it, unless it begins the word after it: 建成了, 建设好 but not 建设 + 好房子."""

from __future__ import annotations

from reportkit.rules import Rules


def pattern(rules: Rules, kind: str = "") -> str:
    """A pattern for any particle of data/verb_particles.tsv, or for those of a kind."""
    rows = [row for row in rules.lexicon("verb_particles") if not kind or kind in row["kind"].split("|")]
    return "|".join(f"{row['particle']}(?!{row['unless']})" if row["unless"] else row["particle"] for row in rows)
