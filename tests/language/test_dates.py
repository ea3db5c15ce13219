from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.language.dates import date_rows, find_dates
from detente.record import edtf

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def read(text: str, published: str = "") -> list[str]:
    return [mention.edtf for mention in find_dates(text, published)]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("23 December 1992", "1992-12-23"),
        ("December 23, 1992", "1992-12-23"),
        ("Dec. 23, 1992", "1992-12-23"),
        ("Feb 27 1915", "1915-02-27"),
        ("the 23rd of December 1992", "1992-12-23"),
        ("Wednesday, 23 December 1992", "1992-12-23"),
        ("1992-12-23", "1992-12-23"),
        ("12/23/1992", "1992-12-23"),
        ("23.12.1992", "1992-12-23"),
        ("4/5/1992", "1992"),
        ("the last day of August 1905", "1905-08-31"),
        ("the first of November 1814", "1814-11-01"),
        ("Christmas Day 1979", "1979-12-25"),
        ("April 1996", "1996-04"),
        ("early April 1996", "1996-04"),
        ("late 1970", "1970"),
        ("the end of 1958", "1958"),
        ("the year 1955", "1955"),
        ("the 1967 war", "1967"),
        ("the 1990s", "199X"),
        ("the early 1990s", "199X"),
        ("the nineties", "199X"),
        ("the early 1800s", "18XX"),
        ("the 16th century", "15XX"),
        ("the early nineteenth century", "18XX"),
        ("spring 1992", "1992-21"),
        ("the summer of 1992", "1992-22"),
        ("the fall of 1975", "1975-23"),
        ("the winter of 1812-13", "1812-24"),
        ("the first half of 1941", "1941-01/1941-06"),
        ("the last quarter of 1988", "1988-10/1988-12"),
        ("Q3 2013", "2013-07/2013-09"),
        ("around 1809", "1809~"),
        ("c. 1809", "1809~"),
        ("490 BC", "-0489"),
        ("the 480s BC", "-0488/-0479"),
        ("the 4th century BC", "-03XX"),
        ("AD 476", "0476"),
        ("from 2013 to 2025", "2013/2025"),
        ("1914-1918", "1914/1918"),
        ("1914\u201318", "1914/1918"),
        ("between May and July 1941", "1941-05/1941-07"),
        ("3-5 June 1967", "1967-06-03/1967-06-05"),
        ("from October 1947 until the end of 1948", "1947-10/1948"),
        ("the late 1960s and early 1970s", "196X/197X"),
        ("until 1991", "../1991"),
        ("by 1970", "../1970"),
        ("by the end of July 1982", "../1982-07"),
        ("since 2014", "2014/.."),
        ("from 2014 on", "2014/.."),
        ("after 9 May 1945", "1945"),
        ("five days after 1 May 1900", "1900-05-06"),
        ("25 October (7 November) 1917", "1917-11-07"),
        ("8/18 January 1654", "1654-01-18"),
        ("8/18 January 1995", "1995-01-08/1995-01-18"),
        ("Ramadan 2015", "2015"),
        ("30 April/11 May 1745", "1745-05-11"),
        ("27 August (N.S.) 1610", "1610-08-27"),
        ("15 January (5 January O.S.) 1582", "1582-01-15"),
        ("the night of 19/20 June 1747", "1747-06-19/1747-06-20"),
        ("June 3/4, 1813", "1813-06-03/1813-06-04"),
        ("between the 3rd and the 5th of June 1813", "1813-06-03/1813-06-05"),
        ("June 3d, 1813", "1813-06-03"),
        ("the turn of the year 1813", "1813"),
        ("from the spring to the autumn of 1820", "1820-21/1820-23"),
        ("from late March to early May 1813", "1813-03/1813-05"),
        ("fiscal 2012/13", "2012/2013"),
        ("FY2015", "2015"),
        ("1908\u20139", "1908/1909"),
        ("the 1880s and 1890s", "188X/189X"),
        ("the sixteenth and seventeenth centuries", "15XX/16XX"),
        ("the second decade of the nineteenth century", "181X"),
        ("no later than 1818", "../1818"),
        ("1822 onwards", "1822/.."),
        ("beginning in May 1821", "1821-05/.."),
    ],
)
def test_a_date_by_itself(words, value):
    text = f"It was told that {words}, as is known, was the time."
    (mention,) = find_dates(text)
    assert mention.edtf == value
    assert edtf.valid(value)
    assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("They met on 9 March 2001. A month later they signed.", ["2001-03-09", "2001-04"]),
        ("In 2001 they met. A month later they signed.", ["2001", "2001"]),
        ("They met on 9 March 2001 and again two days later.", ["2001-03-09", "2001-03-11"]),
        ("They met on 20 May 1620; a fortnight later they parted.", ["1620-05-20", "1620-06"]),
        ("In 1950 war came. The following year it spread.", ["1950", "1951"]),
        ("In June 1950 war came. Later that year it spread.", ["1950-06", "1950"]),
        ("On 4 May 1894 they landed; the same month they left.", ["1894-05-04", "1894-05"]),
        (
            "In 1967 talks began. On May 12 the consuls came, and on June 9 it was signed.",
            ["1967", "1967-05-12", "1967-06-09"],
        ),
        ("In November 1950 the army came. In January it took the town.", ["1950-11", "1951-01"]),
        ("Oslo signed in March and Lisbon in July 1936.", ["1936-03", "1936-07"]),
        ("April and June 1955", ["1955-04", "1955-06"]),
        ("In 1961, on 13 August, the wall went up.", ["1961", "1961-08-13"]),
        ("1925, 3 March: consulate opened.", ["1925", "1925-03-03"]),
        (
            "War came on 5 June 1967. The 1949 lines were crossed. On June 8 it ended.",
            ["1967-06-05", "1949", "1967-06-08"],
        ),
        ("He met them on 2 April 1931 and signed on the 9th.", ["1931-04-02", "1931-04-09"]),
        ("They broke in March 1958. The previous year they had talked.", ["1958-03", "1957"]),
        ("The port opened on 4 May 1921. They have traded ever since.", ["1921-05-04", "1921-05-04/.."]),
        ("The diet did not approve it until August 3, 1847.", ["1847-08-03"]),
        ("Trade fell in 1935 and talks began on 28 March 1936.", ["1935", "1936-03-28"]),
        ("He left on 3 May 1721 and was back on the 5th of the following month.", ["1721-05-03", "1721-06-05"]),
        ("He left on 3 May 1721. A letter of the 12th ult. reached them.", ["1721-05-03", "1721-04-12"]),
        ("On 4 June 1813 they signed; the next morning he left.", ["1813-06-04", "1813-06-05"]),
        ("In March 1813 war came. Half a year later it ended.", ["1813-03", "1813-09"]),
        ("In 1813 war came. A year and a half later it ended.", ["1813", "1814"]),
        ("In 1720 war came. A hundred years later trade began.", ["1720", "1820"]),
        ("In 1820 war came. A quarter of a century later trade began.", ["1820", "184X"]),
        ("The letter of Rajab 1227 came in July 1812.", ["1812-07"]),
        ("In the first half of 1941 they talked. In July an army marched.", ["1941-01/1941-06", "1941-07"]),
        ("In Q2 2023 they met, and again in the second half of the year.", ["2023-04/2023-06", "2023-07/2023-12"]),
        (
            "In 1544 a prince fled. In the autumn of the following year he was back. In 1598 a mission came.",
            ["1544", "1545-23", "1598"],
        ),
        ("They met in May/June 1813.", ["1813-05/1813-06"]),
        ("He fell on 7 September 1520. Another was chosen on 6 June three years later.", ["1520-09-07", "1523-06-06"]),
        ("In the winter of 1733-4 he marched; on 10 May he was there.", ["1733-24", "1734-05-10"]),
        (
            "In 1773 they met. Between the spring and the late autumn of 1796 they parted.",
            ["1773", "1796-21/1796-23"],
        ),
        (
            "War came in March 1895. He had treated with Khiva in 1872 and with Bukhara two years later.",
            ["1895-03", "1872", "1874"],
        ),
        ("In May 3D printing came; by 2015 it was common.", ["../2015"]),
        ("On 1, 2 and 3 June 1813 they met.", ["1813-06-01", "1813-06-02", "1813-06-03"]),
    ],
)
def test_dates_that_lean_on_what_was_told(text, values):
    assert read(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("He met Deng on Friday.", ["2013-03-22"]),
        ("He met Deng on Thursday.", ["2013-03-21"]),
        ("He met Deng the day before yesterday.", ["2013-03-20"]),
        ("He will meet Deng on Monday.", ["2013-03-25"]),
        ("He arrived yesterday and will leave tomorrow.", ["2013-03-21", "2013-03-23"]),
        ("Last month he was in Rome.", ["2013-02"]),
        ("Two delegations came last week.", ["2013-03-11/2013-03-17"]),
        ("They trade less this year than last year.", ["2013", "2012"]),
        ("They met in October.", ["2012-10"]),
        ("The treaty will lapse in October.", ["2013-10"]),
        ("He expects elections in September.", ["2013-09"]),
        ("He came to power six years ago.", ["2007"]),
        ("QUITO, March 20 - The consul left yesterday.", ["2013-03-20", "2013-03-19"]),
        ("He resigned on Tuesday, two days after voters had refused the plan.", ["2013-03-19", "2013-03-17"]),
    ],
)
def test_news_is_seen_from_its_day(text, values):
    assert read(text, "2013-03-22") == values


@pytest.mark.parametrize(
    "text",
    [
        "He sent 2000 soldiers and 1,500 troops.",
        "Resolution 1441 and Article 1990 were cited.",
        "See p. 1945, or pay $1950 for 1990 barrels.",
        "They may march on the second day.",
        "Theresa May spoke to the press. May was calm.",
        "The fall of Saigon came as a surprise; prices may fall.",
        "The Six-Day War was short.",
        "A man in his fifties left the Winter Palace.",
        "The rate was 1.1950 and the time 19:45.",
        "Resolution 1978-33 and the year 1227 AH were named on the last day of the congress.",
        "",
    ],
)
def test_what_is_no_date(text):
    assert read(text) == []


def test_today_in_a_history_has_no_date():
    (mention,) = find_dates("Today they are partners.")
    assert (mention.edtf, mention.how) == ("", "unresolved")


def test_how_tells_what_is_absolute():
    how = {
        m.text: m.how for m in find_dates("In June 1950 war came. In July they fled until 1953. The 1960s were calm.")
    }
    assert how == {"June 1950": "month", "July": "relative", "until 1953": "interval", "The 1960s": "decade"}


def test_rows_keep_the_parts_of_an_interval():
    rows = date_rows("The war of 1914-1918.")
    assert [(row["text"], row["edtf"]) for row in rows] == [("1914", "1914"), ("1918", "1918")]


def test_a_heading_with_a_year_bounds_what_follows():
    text = "The harbour\n\nThe pier was built in 2003.\n\nThe quarrel of 1937\n\nOn 6 May the consul was sent home."
    assert read(text)[-1] == "1937-05-06"


days = st.dates(date(1000, 1, 1), date(2099, 12, 31))
FORMS = (
    lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{d.day:02d} {MONTHS[d.month - 1]}, {d.year}",
    lambda d: f"{MONTHS[d.month - 1][:3]} {d.day}, {d.year}",
    lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} {d.year}",
    lambda d: d.isoformat(),
    lambda d: f"{d.day}.{d.month}.{d.year}",
    lambda d: f"the {d.day}th of {MONTHS[d.month - 1]}, {d.year}",
)


@given(days, st.sampled_from(FORMS), st.text(alphabet="xyz \u0130\u00e9,", max_size=12))
def test_every_day_in_every_form_is_read(day, form, before):
    words = form(day)
    text = f"{before} on {words}; so it went."
    (mention,) = find_dates(text)
    assert mention.edtf == day.isoformat()
    assert text[mention.start : mention.end] == mention.text == words


@given(days, days)
def test_two_days_make_an_interval(first, second):
    text = f"from {FORMS[0](first)} to {FORMS[1](second)}"
    values = read(text)
    expected = f"{first.isoformat()}/{second.isoformat()}"
    assert values == [expected] if first < second else expected not in values


@given(days, st.integers(1, 60))
def test_days_later_are_counted(day, count):
    text = f"They met on {FORMS[0](day)} and again {count} days later."
    assert read(text)[-1] == (day + timedelta(days=count)).isoformat()


WORDS = (
    "in of the and to from until since by last next that same later earlier early late mid end first second half year "
    "month week day century spring fall winter May March 5 5th 31 30 1914 1918 2000 190 BC 1990s '90s - \u2013 , . ( "
    ") / three ago after before Friday today February Christmas 16th nineties \n \n\n about c. Q3"
).split(" ")


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), st.sampled_from(["", "2013-03-22"]))
def test_any_words_give_valid_dates_in_order(text, published):
    mentions = find_dates(text, published)
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert edtf.valid(mention.edtf), mention
        assert (mention.edtf == "") == (mention.how == "unresolved")
    assert all(a.end <= b.start for a, b in pairwise(mentions))


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    for mention in find_dates(text, "2000-02-29"):
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    "piece",
    [" ", "1", "1 ", "the ", "early ", "\n", "1914-", "of the year ", "in May ", "had been ", "the late ", "\u0130"],
)
def test_time_is_linear_in_the_length(piece):
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        begin = time.process_time()
        find_dates(text)
        return time.process_time() - begin

    assert seconds(40_000) < 12 * max(seconds(10_000), 0.02)
