"""Word groups counted in reports, with the denominators that make counts comparable."""

from reportkit.analysis.freq.counts import PER, Counted, by_word, contexts, frequencies, long, wide
from reportkit.analysis.freq.dictionary import Dictionary, load, shipped

__all__ = [
    "PER", "Counted", "Dictionary", "by_word", "contexts", "frequencies", "load", "long", "shipped", "wide",
]  # fmt: skip
