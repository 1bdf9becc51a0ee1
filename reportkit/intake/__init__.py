"""Files and corpora → saved reports."""
