"""Tables → files, pages and figures."""
