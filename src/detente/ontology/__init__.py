"""The field's tables as data files, each with its source, and the functions that look things up in them."""
