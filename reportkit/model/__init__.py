"""What the stages hand to one another: records, codes, tables."""
