"""The Python interface, one module for a report and one for a workspace."""
