"""The sections of a brief, one module each: from the account of the sources to lines that a page can set."""
