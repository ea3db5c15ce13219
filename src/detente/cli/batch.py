"""A function applied to documents, one after the other or in several processes: same results, same order.

Only a few documents are held at a time, however many there are.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from detente.errors import DetenteError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from detente.text import Document

T = TypeVar("T")
Item = tuple[int, "Document"]  # number of the input, document
Outcome = tuple[int, "Document", "T | DetenteError"]


def mapped(function: Callable[[Document], T], items: Iterator[Item], workers: int = 1) -> Iterator[Outcome[T]]:
    """The function's result for each document, in their order. `function` must be picklable for several workers.

    A document that the function fails on gives its error, and the others are done.
    """
    if workers == 1:
        for number, document in items:
            yield number, document, _guarded(function, document)
        return
    yield from _in_processes(function, items, workers)


def _guarded(function: Callable[[Document], T], document: Document) -> T | DetenteError:
    name = f"{document.source}, {document.id}" if document.id else document.source
    try:
        return function(document)
    except DetenteError as error:
        return DetenteError(f"{name}: {error}")
    except Exception as error:  # one text must not cost the user all the others
        return DetenteError(f"{name}: could not be coded ({type(error).__name__}: {error}); please report this text")


def _in_processes(function: Callable[[Document], Any], items: Iterator[Item], workers: int) -> Iterator[Outcome[Any]]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # "spawn" is the same on every system, and safe beside the threads of numerical libraries.
    pool = ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_initialise, initargs=(function,)
    )
    waiting: deque[tuple[int, Document, Future[Any]]] = deque()
    try:
        for number, document in items:
            waiting.append((number, document, pool.submit(_work, document)))
            if len(waiting) >= 4 * workers:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)
    except BrokenProcessPool as error:
        raise DetenteError("a worker process ended (out of memory?); try again with fewer --workers") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _first(waiting: deque[tuple[int, Document, Future[Any]]]) -> Outcome[Any]:
    number, document, future = waiting.popleft()
    return number, document, future.result()


_function: Callable[[Document], Any] | None = None  # of this worker process, handed over once and not with each text


def _initialise(function: Callable[[Document], Any]) -> None:
    global _function  # noqa: PLW0603
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes; the first one ends the others
    _function = function


def _work(document: Document) -> Any:
    assert _function is not None
    return _guarded(_function, document)
