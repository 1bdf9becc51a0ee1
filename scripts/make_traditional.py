"""Makes data/traditional.txt from a dictionary of traditional and simplified characters.

python scripts/make_traditional.py TSCharacters.txt > data/traditional.txt

The dictionary has a line a character: the traditional form, a tab, the simplified forms, the commonest first, as OpenCC ships it.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    pairs = []
    for line in Path(sys.argv[1]).read_text("utf-8").splitlines():
        traditional, _, simplified = line.partition("\t")
        first = simplified.split(" ")[0]
        if len(traditional) == len(first) == 1 and traditional != first and max(traditional, first) < "\U00010000":
            pairs.append((traditional, first))
    print(
        "# Traditional characters and their simplified forms, one for one; facts from OpenCC's TSCharacters (Apache-2.0)."
    )
    print("".join(t for t, _ in sorted(pairs)))
    print("".join(s for _, s in sorted(pairs)))


if __name__ == "__main__":
    main()
