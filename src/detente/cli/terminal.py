"""Rich's console for texts that others wrote: what stands in them is shown, and steers nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from detente.show.visible import visible

if TYPE_CHECKING:
    from rich.console import Console


def terminal(**options: Any) -> Console:
    """A console that draws every text as `visible` has it; colours and the like come from Rich, and stay."""
    from rich import console
    from rich.segment import Segment

    class Visible(console.Console):
        def render(
            self, renderable: console.RenderableType, options: console.ConsoleOptions | None = None
        ) -> Iterable[Segment]:
            for each in super().render(renderable, options):
                yield each if each.control else Segment(visible(each.text), each.style)

    return Visible(highlight=False, **options)
