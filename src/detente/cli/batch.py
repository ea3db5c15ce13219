"""A function applied to documents, one after the other or in several processes: same results, same order.

Only a few documents are held at a time, however many there are.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from detente.errors import DetenteError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from detente.text import Document

T = TypeVar("T")
# Number of the input, and a document of it; None instead of a document marks the end of that input.
Item = tuple[int, "Document | None"]
Outcome = tuple[int, "Document | None", "T | DetenteError | None"]


def mapped(function: Callable[[Document], T], items: Iterator[Item], workers: int = 1) -> Iterator[Outcome[T]]:
    """The function's result for each document, in their order. `function` must be picklable for several workers.

    A document that the function fails on gives its error, and the others are done. An end mark passes through once
    all that stood before it has been given out, so that the caller can put away what is finished.
    """
    if workers == 1:
        for number, document in items:
            yield number, document, None if document is None else _guarded(function, document)
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


def _in_processes(function: Callable[[Document], T], items: Iterator[Item], workers: int) -> Iterator[Outcome[T]]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    strangers = set(multiprocessing.active_children())
    # "spawn" is the same on every system, and safe beside the threads of numerical libraries.
    pool = ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_initialise, initargs=(function,)
    )
    waiting: deque[_Waiting] = deque()
    try:
        for number, document in items:
            future = None if document is None else pool.submit(_work, document)
            waiting.append(_Waiting(number, document, future))
            while waiting and (waiting[0].done or len(waiting) >= 4 * workers):
                yield waiting.popleft().outcome
        while waiting:
            yield waiting.popleft().outcome
    except BrokenProcessPool as error:
        raise DetenteError("a worker process ended (out of memory?); try again with fewer --workers") from error
    except BaseException:  # interrupted, or the caller has had enough: nobody waits for what is being read
        for child in set(multiprocessing.active_children()) - strangers:
            child.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@dataclass
class _Waiting:
    number: int
    document: Document | None
    future: Future[Any] | None

    @property
    def done(self) -> bool:
        return self.future is None or self.future.done()

    @property
    def outcome(self) -> Outcome[Any]:
        return self.number, self.document, self.future.result() if self.future else None


_function: Callable[[Document], Any] | None = None  # of this worker process, handed over once and not with each text


def _initialise(function: Callable[[Document], Any]) -> None:
    global _function  # noqa: PLW0603
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes; the first one ends the others
    _function = function


def _work(document: Document) -> Any:
    assert _function is not None
    return _guarded(_function, document)
