"""Records as tables and in PLOVER's form."""

import csv
import io
import json
from datetime import date

import polars as pl
import pytest

from detente.record import Agreement, Event, Figure, Membership, Office, Position, Status
from detente.record.plover import plover, plover_line
from detente.record.tables import COLUMNS, csv_header, csv_line, frame, frames, row

COMMON = {"doc": "d", "start": 3, "end": 9, "confidence": 0.75, "coder": "c"}
RECORDS = [
    Event(**COMMON, evidence='He said, "no",\nand left.', type="REJECT", actors=("CHN", "RUS"), date="1992-12"),
    Agreement(**COMMON, evidence="e", title="a treaty", parties=("CHN",), term_years=20, value=4e11, currency="USD"),
    Status(**COMMON, evidence="e", parties=("CHN", "RUS"), status="alliance", change="begins", date="1950/.."),
    Position(**COMMON, evidence="e", holder=("CHN",), issue="Taiwan", stance="oppose"),
    Figure(**COMMON, evidence="e", measure="trade", value=0.1, unit="USD", bound="about"),
    Office(**COMMON, evidence="e", person="A B", office="president", state="RUS"),
    Membership(**COMMON, evidence="e", members=("CHN",), organisation="SCO", date="2001"),
]


def test_every_field_of_every_kind_has_its_column():
    for record in RECORDS:
        assert set(type(record).model_fields) <= set(COLUMNS)
        filled = {name for name, value in row(record).items() if value is not None} - {"first_day", "last_day"}
        assert filled <= set(type(record).model_fields)


def test_csv_comes_back():
    read = list(csv.DictReader(io.StringIO(csv_header() + "".join(map(csv_line, RECORDS)))))
    assert len(read) == len(RECORDS)
    assert read[0]["evidence"] == 'He said, "no",\nand left.'
    assert (read[0]["actors"], read[0]["first_day"], read[0]["last_day"]) == ("CHN RUS", "1992-12-01", "1992-12-31")
    assert (read[1]["value"], read[1]["term_years"]) == ("400000000000", "20")
    assert (read[2]["first_day"], read[2]["last_day"]) == ("1950-01-01", "")
    assert read[4]["value"] == "0.1"


def test_a_frame_has_the_same_columns_whatever_is_in_it():
    whole = frame(RECORDS)
    assert whole.columns == list(COLUMNS)
    assert whole.schema == frame([]).schema == frame(RECORDS[:1]).schema
    assert whole["first_day"][0] == date(1992, 12, 1)
    assert whole["actors"].to_list()[0] == ["CHN", "RUS"]
    assert [part.height for part in frames(RECORDS, size=3)] == [3, 3, 1]
    assert pl.concat(frames(RECORDS, size=3)).equals(whole)


def test_a_frame_of_pandas():
    pytest.importorskip("pandas")
    assert list(frame(RECORDS).to_pandas()["kind"]) == [record.kind for record in RECORDS]


def test_plover_has_a_day_only_where_the_text_has_one():
    event = Event(
        **COMMON, evidence="e", type="CONSULT", mode="visit", actors=("CHN",), recipients=("RUS",), trigger="visited"
    )
    for edtf, day, start, end in [
        ("1992-12-23", "1992-12-23", "1992-12-23", "1992-12-23"),
        ("1992-12-23~", "1992-12-23", "1992-12-23", "1992-12-23"),
        ("1992", "", "1992-01-01", "1992-12-31"),
        ("2013/..", "", "2013-01-01", ""),
        ("", "", "", ""),
    ]:
        found = plover(event.model_copy(update={"date": edtf}))
        assert [found[name] for name in ("date", "dateEDTF", "dateStart", "dateEnd")] == [day, edtf, start, end]
    assert found["source"] == [{"actorText": "CHN", "code": "CHN"}]
    named = json.loads(plover_line(event, actor_text=lambda event, code: code.title()))
    assert (named["target"], named["event"], named["mode"]) == (
        [{"actorText": "Rus", "code": "RUS"}],
        "CONSULT",
        "visit",
    )
