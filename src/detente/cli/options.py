"""Arguments and options that several commands share: same name, same meaning, same help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...",
        help="Texts: .txt .md .html .wiki .docx .pdf, news as .jsonl, an http(s) address, a folder, - for stdin.",
        show_default=False,
    ),
]
Published = Annotated[
    str,
    typer.Option(
        metavar="DATE", help="Day of publication of texts that do not say it (fixes 'last month').", show_default=False
    ),
]
OutDir = Annotated[
    Path | None,
    typer.Option("--out-dir", metavar="DIR", help="Write NAME.jsonl for each NAME.txt.", show_default=False),
]
Workers = Annotated[int, typer.Option("--workers", min=1, metavar="N", help="Processes to read with.")]
