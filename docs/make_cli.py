"""Writes docs/cli.md from the commands' own help: `python docs/make_cli.py` (`--check` only compares)."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

PAGE = Path(__file__).with_name("cli.md")
HEAD = """\
# Commands

*Made by `make docs` from the commands' own help; change the help, not this page.*

States are given as ISO code, Correlates of War number or name: `CHN`, `710`, `China`. What goes wrong is said in one
line on standard error; the exit status is then 2, and the rest of the inputs is done all the same.
"""


def page() -> str:
    """The whole page: the program's help and each command's."""
    # Typer draws boxes as wide as the terminal; as plain text of a fixed width the page is the same everywhere.
    os.environ |= {"TERMINAL_WIDTH": "100", "COLUMNS": "100", "NO_COLOR": "1", "_TYPER_FORCE_DISABLE_TERMINAL": "1"}
    from typer.main import get_command
    from typer.testing import CliRunner

    from detente.cli import app

    runner = CliRunner()
    commands = sorted(get_command(app).commands)  # type: ignore[attr-defined]
    parts = [HEAD]
    for command in ([], *([name] for name in commands)):
        title = " ".join(["detente", *command])
        result = runner.invoke(app, [*command, "--help"], prog_name="detente", terminal_width=100, color=False)
        if result.exit_code:
            sys.exit(f"{title} --help failed:\n{result.output}")
        text = "\n".join(line.rstrip() for line in result.output.splitlines()).strip("\n")
        parts.append(f"## {title}\n\n```text\n{re.sub(chr(10) * 3, chr(10) * 2, text)}\n```\n")
    return "\n".join(parts)


def main() -> None:
    """Write the page, or say that it is stale."""
    fresh = page()
    if "--check" in sys.argv[1:]:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != fresh:
            sys.exit("docs/cli.md is stale: run `make docs`")
        return
    PAGE.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    main()
