"""Files, addresses and standard input, read into documents: plain text with a title, a day and a hash."""

from detente.text.document import Document
from detente.text.source import read

__all__ = ["Document", "read"]
