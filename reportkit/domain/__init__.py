"""Facts of the field that no report changes: numerals, regions."""
