"""Files that appear whole or not at all."""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def atomic(path: str | Path) -> Iterator[BinaryIO]:
    """Open a file beside `path` for writing; it takes the name only when the block ends without an error."""
    target = Path(path)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


JUST_BEGUN = 60.0  # seconds in which a folder that nobody holds may be about to be held


@contextmanager
def beside(path: str | Path) -> Iterator[Path]:
    """A hidden folder beside `path` to make something in that is to take its name; nothing is left of it afterwards.

    What an earlier process that was killed has left is cleared away first: a folder that is in use is held by a lock,
    which ends with its process.
    """
    target = Path(path).resolve()
    for folder in target.parent.glob(f".{glob.escape(target.name)}.*.part"):
        _clear_if_left(folder)
    made = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part"))
    held = _hold(made)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        if held is not None:
            os.close(held)


def _clear_if_left(folder: Path) -> None:
    with suppress(OSError):  # gone meanwhile, or another's
        if not folder.is_dir() or folder.is_symlink() or time.time() - folder.stat().st_mtime < JUST_BEGUN:
            return
        held = _hold(folder)
        if held is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)


def _hold(folder: Path) -> int | None:
    """A lock on a folder, as a file descriptor; None where another process has it, or the system has no such locks."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle
