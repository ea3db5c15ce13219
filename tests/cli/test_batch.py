"""Documents through a function: order, failures, and how far reading runs ahead."""

from operator import attrgetter

from detente.cli.batch import mapped
from detente.errors import DetenteError
from detente.text import Document


def length(document):
    if not document.text:
        raise DetenteError("nothing in it")
    return len(document.text)


def test_one_process_reads_one_at_a_time():
    read = []

    def items():
        for number in range(10):
            read.append(number)
            yield number, Document("x" * number, source=f"s{number}")

    results = mapped(length, items())
    number, _, error = next(results)
    assert number == 0
    assert str(error) == "s0: nothing in it"
    assert next(results)[2] == 1
    assert read == [0, 1]
    assert [result for _, _, result in results] == list(range(2, 10))


def test_several_processes_run_ahead_by_a_few_only():
    read = []

    def items():
        for number in range(100):
            read.append(number)
            yield number, Document("x" * (number + 1))

    results = mapped(attrgetter("text"), items(), workers=2)
    assert next(results)[2] == "x"
    assert len(read) <= 9
    assert [len(result) for _, _, result in results] == list(range(2, 101))


def test_an_end_mark_comes_as_soon_as_what_stands_before_it_is_done():
    items = iter([(0, Document("a")), (0, None), (1, Document("bb")), (1, None)])
    results = mapped(attrgetter("text"), items, workers=2)
    assert [(number, result) for number, _, result in results] == [(0, "a"), (0, None), (1, "bb"), (1, None)]
