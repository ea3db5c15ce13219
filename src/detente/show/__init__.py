"""Records for human eyes: the brief of a relationship as HTML and Markdown."""

from detente.show.brief import Brief, build

__all__ = ["Brief", "build"]
