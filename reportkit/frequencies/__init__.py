"""Word groups counted in reports, with the denominators that make counts comparable."""

from reportkit.frequencies.counts import PER, Counted, frequencies, long, wide
from reportkit.frequencies.dictionary import Dictionary, load, shipped

__all__ = ["PER", "Counted", "Dictionary", "frequencies", "load", "long", "shipped", "wide"]
