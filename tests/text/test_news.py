"""News as JSON Lines: a story a line, and a bad line is named by its number while the others are read."""

import json
import tracemalloc

import pytest

from detente.errors import DetenteError
from detente.text import read
from detente.text.news import fields_of, is_story


def news(tmp_path, *lines):
    path = tmp_path / "news.jsonl"
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines))
    return path


def story(number, **fields):
    return {"id": f"n{number}", "text": f"Story {number}: Ghana and Togo met.", "date": "2020-01-02"} | fields


def test_stories(tmp_path):
    path = news(
        tmp_path,
        story(1, title="A title", source="An agency", pairs=[1, 2]),
        b"",
        story(2, date=None),
        story(3, id=17, date="20200304"),
    )
    first, second, third = read(path, published="1999-09-09")
    assert (first.id, first.title, first.source, first.published) == ("n1", "A title", "An agency", "2020-01-02")
    assert first.key == "n1"
    assert (second.title, second.source, second.published) == ("", str(path), "1999-09-09")
    assert (third.id, third.published) == ("17", "2020-03-04")


def test_the_seventh_of_a_thousand_lines(tmp_path):
    lines = [story(number) for number in range(1, 1001)]
    lines[6] = b'{"id": "n7", "text": "Broken'
    path = news(tmp_path, *lines)
    problems = []
    assert len(list(read(path, problem=problems.append))) == 999
    [problem] = problems
    assert str(problem).startswith(f"{path}, line 7: is not JSON")

    found = []
    with pytest.raises(DetenteError, match="line 7"):
        found.extend(read(path))  # without a place for problems they come last
    reading = read(path)
    assert [next(reading).id for _ in range(999)][-1] == "n1000"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"[1]", "is not a JSON object"),
        (b'"text"', "is not a JSON object"),
        (b"not json", "is not JSON"),
        (b'{"id": "a"}', "has no text"),
        (b'{"id": "a", "text": "  "}', "has no text"),
        (b'{"id": "a", "text": 5}', "has no text"),
        (b'{"text": "China and Russia met."}', "has no id"),
        (b'{"id": true, "text": "China and Russia met."}', "has no id"),
        (b'{"id": "a", "text": "\xff\xfe"}', "is not UTF-8"),
        (rb'{"id": "a", "text": "half \ud800 a character"}', "half a character"),
        (rb'{"id": "\udfff", "text": "x"}', "half a character"),
        (rb'{"id": "a", "text": "x", "title": "\ud800"}', "half a character"),
        (b"[" * 100_000, "is not JSON"),
    ],
)
def test_lines_that_are_no_story(tmp_path, line, said):
    problems = []
    assert [d.id for d in read(news(tmp_path, story(1), line, story(3)), problem=problems.append)] == ["n1", "n3"]
    assert [said in str(problem) and "line 2" in str(problem) for problem in problems] == [True]


def test_a_date_that_is_none_costs_only_the_date(tmp_path):
    notes = []
    [document] = read(news(tmp_path, story(1, date="last Monday")), note=notes.append)
    assert document.published == ""
    assert "line 1" in notes[0]


def test_a_byte_order_mark_and_windows_line_ends(tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(json.dumps(story(n)).encode() for n in (1, 2)) + b"\r\n")
    assert [d.id for d in read(path)] == ["n1", "n2"]


@pytest.mark.parametrize("content", [b"", b"\n\n  \n"])
def test_empty(tmp_path, content):
    path = tmp_path / "news.jsonl"
    path.write_bytes(content)
    with pytest.raises(DetenteError, match="is empty"):
        list(read(path))


def test_stories_are_streamed(tmp_path):
    path = tmp_path / "news.jsonl"
    with path.open("w") as file:
        for number in range(3_000):
            file.write(json.dumps(story(number, text="Ghana and Togo met. " * 200)) + "\n")
    tracemalloc.start()
    count = sum(1 for _ in read(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 3_000
    assert peak < 2_000_000 < path.stat().st_size


def test_news_is_told_from_prose():
    assert is_story(b'{"id": "a", "text": "x"}')
    assert not is_story(b"{not json")
    assert not is_story(b'{"kind": "event", "evidence": "text"}')
    assert fields_of(b'{"text": "x"}') == {"text"}
    assert not is_story(b"China and Russia met.")
    assert not is_story(b'{"id": ' + b"[" * 100_000)
