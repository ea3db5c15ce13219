"""Single keys from a terminal, without Enter; from a pipe or a file, its characters one by one.

The terminal is switched once for the whole session, not for each key as libraries for single keys do it: they throw
away what was typed ahead, and who judges a record in three seconds types ahead.
"""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

END = ""  # no more keys
ESCAPE = "\x1b"
BACKSPACE = ("\x7f", "\b")
ENTER = ("\r", "\n")


class Keys:
    """Keys as they come. A context: the terminal is as before when it ends, however it ends."""

    def __init__(self) -> None:
        self.is_terminal = sys.stdin.isatty()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._before: list[Any] | None = None

    def __enter__(self) -> Keys:  # noqa: PYI034 - nobody makes another one of it
        if self.is_terminal and sys.platform != "win32":
            import termios
            import tty

            self._before = termios.tcgetattr(sys.stdin.fileno())
            tty.setcbreak(sys.stdin.fileno(), termios.TCSADRAIN)  # Ctrl-C stays what it is
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None and sys.platform != "win32":
            import termios

            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)

    def read(self) -> str:
        """The next key: a character, `ESCAPE`, or `END`. Arrows and the like are passed over."""
        if sys.platform == "win32" and self.is_terminal:
            import msvcrt

            key = msvcrt.getwch()
            if key in ("\x00", "\xe0"):
                msvcrt.getwch()
                return self.read()
            if key == "\x03":
                raise KeyboardInterrupt
            return key
        while True:
            byte = os.read(sys.stdin.fileno(), 1)
            if not byte or byte == b"\x04":  # Ctrl-D
                return END
            key = self._decoder.decode(byte)
            if key == ESCAPE and self.is_terminal and self._more():
                self._pass_sequence()
                continue
            if key:
                return key

    def _more(self) -> bool:
        """Whether more comes at once: what follows an escape makes it an arrow or the like, not the key Esc."""
        import select

        return bool(select.select([sys.stdin], [], [], 0.02)[0])

    def _pass_sequence(self) -> None:
        if os.read(sys.stdin.fileno(), 1) in (b"[", b"O"):
            while self._more() and not 0x40 <= os.read(sys.stdin.fileno(), 1)[0] <= 0x7E:
                pass

    def line(self, show: Callable[[str], None]) -> str | None:
        """A line as it is typed, ended by Enter; None where it was given up with Esc. `show` echoes each change."""
        typed = ""
        while True:
            key = self.read()
            if key in (END, ESCAPE):
                return None
            if key in ENTER:
                return typed
            if key in BACKSPACE:
                if typed:
                    typed = typed[:-1]
                    show("\b \b")
            elif key == "\x15":  # Ctrl-U
                show("\b \b" * len(typed))
                typed = ""
            elif key.isprintable():
                typed += key
                show(key)
