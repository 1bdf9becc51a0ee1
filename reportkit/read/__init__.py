"""File → Source, one module per format."""
