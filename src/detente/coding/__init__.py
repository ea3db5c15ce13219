"""From what the reader says of a sentence to records: one module for each kind, by rule and table."""
