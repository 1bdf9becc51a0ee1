"""Who a report is and what a text is, by weighed evidence.

Every judgement is a rule in ``patterns/identity/``: where it looks, what it speaks for, how much it counts. Here the weights
are added up, and what is thin or contradicts itself is put into words.
"""

from reportkit.extraction.identity.evidence import Places, places
from reportkit.extraction.identity.kind import REPORT, UNKNOWN, Kind, kind_of
from reportkit.extraction.identity.region import Decided, region_of
from reportkit.extraction.identity.year import published, year_of

__all__ = ["REPORT", "UNKNOWN", "Decided", "Kind", "Places", "kind_of", "places", "published", "region_of", "year_of"]
