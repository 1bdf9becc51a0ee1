"""How far the reader looks: what bounds the work on a text of any shape, so that it grows as the text does.

Some questions are asked of a number about its whole sentence, and of a sentence about all its numbers. In a report that
is cheap. In what is none (a column of figures, a damaged file, a text made to be slow) a sentence may have no end. What
stands here is beyond all that was met: of 19 reports of 1955 to 2026, national and local, the longest sentence has 482
characters, the longest clause 142, the longest numeral 10.
"""

SENTENCE = 1500
"""Characters of the longest sentence; a longer one is cut at its commas, and the report says so."""
NUMERAL = 40
"""Digits of the longest numeral, in figures or in Chinese; more in a row are no number."""
REACH = 500
"""Characters before a slot, a number or a name, that a rule may look at."""
