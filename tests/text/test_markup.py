"""MediaWiki mark-up, Markdown and Word files."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

from detente.errors import DetenteError
from detente.text import read
from detente.text.markdown import text_of_markdown
from detente.text.mediawiki import text_of_mediawiki

DATA = Path(__file__).parent / "data"


def test_a_wiki_article():
    [document] = read(DATA / "article.wiki")
    assert document.title == "article"
    assert document.text.split("\n\n") == [
        "Norway–Sweden relations have a very long history. Both were in the Kalmar Union between 1397 and 1523.",
        "History",
        "The union",
        (
            "On 14 January 1814 the Treaty of Kiel ceded Norway to the King of Sweden. Norway (Norge) declared "
            "independence on 17 May; a short war followed c. August."
        ),
        "In 1905 the Storting dissolved the union.",
        "The Karlstad talks ended on 23 September 1905.",
        "Both sides agreed on a neutral zone of 10 km.",
        "In 1949 Norway joined NATO; Sweden did not. See the note of 1949 and.",
        "Today",
        "The two countries cooperate in the Nordic Council.",
    ]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("[[Image:a.png|thumb|A [[map]] of 1905]]Text.", "Text."),
        ("a [[:Category:X|category]] named", "a category named"),
        ("{{unknown|China}}Text.", "Text."),
        ("{|\n| a\n{|\n| b\n|}\n| c\n|}\nText.", "Text."),
        ("{|\n| never closed\nText.", None),
        ("<nowiki>[[words]]</nowiki> &amp; more", "[[words]] & more"),
        ("== A == \ntext\n=Notes=\nnote\n", "A\n\ntext"),
        ("'''''Both''''' ''sides''", "Both sides"),
        ("#REDIRECT [[Other page]]", ""),
    ],
)
def test_wiki_cases(markup, text):
    shown = text_of_mediawiki(markup)
    assert shown == text if text is not None else "Text." in shown


def test_markdown_as_it_is_shown():
    [document] = read(DATA / "note.md")
    assert (document.title, document.published) == ("Peru and Ecuador", "2019-10-26")
    assert document.text.split("\n\n") == [
        "Peru and Ecuador",
        "They signed the Brasilia Act on 26 October 1998. See the text.",
        "One",
        "Two lines",
        "Year",
        "Trade",
        "1999",
        "US$3 million",
        "Setext",
        "End & done.",
    ]


def test_markdown_title_from_the_first_heading():
    assert text_of_markdown("Lead\n\n## First\n\n# Second")[1] == "First"


@pytest.fixture
def word_file(tmp_path):
    document = docx.Document()
    document.core_properties.title = "India and Nepal"
    document.add_heading("India and Nepal", level=0)
    document.add_paragraph("The treaty of 1950 was signed in\u00a0Kathmandu.")
    document.add_heading("Trade", level=1)
    table = document.add_table(rows=2, cols=2)
    for index, text in enumerate(["Year", "Value", "1996", "The treaty of trade was renewed."]):
        table.cell(index // 2, index % 2).text = text
    merged = document.add_table(rows=1, cols=2)
    merged.cell(0, 0).merge(merged.cell(0, 1)).text = "Once only."
    document.add_paragraph("")
    document.add_paragraph("Last words.")
    document.sections[0].header.paragraphs[0].text = "Confidential"
    path = tmp_path / "a.docx"
    document.save(path)
    return path


def test_a_word_file(word_file):
    [document] = read(word_file)
    assert document.title == "India and Nepal"
    assert document.text.split("\n\n") == [
        "India and Nepal", "The treaty of 1950 was signed in Kathmandu.", "Trade", "Year", "Value", "1996",
        "The treaty of trade was renewed.", "Once only.", "Last words.",
    ]  # fmt: skip


def test_what_tracked_changes_and_content_controls_hold(tmp_path):
    from docx.oxml import parse_xml

    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = docx.Document()
    paragraph = document.add_paragraph("The treaty was ")
    for change, run in (("del", "<w:delText>never</w:delText>"), ("ins", "<w:t>soon</w:t>")):
        paragraph._p.append(parse_xml(f'<w:{change} {names} w:id="1" w:author="A"><w:r>{run}</w:r></w:{change}>'))
    paragraph.add_run(" renewed.")
    content = "<w:p><w:r><w:t>Inside.</w:t><w:br/><w:t>Next.</w:t></w:r></w:p>"
    paragraph._p.addnext(parse_xml(f"<w:sdt {names}><w:sdtContent>{content}</w:sdtContent></w:sdt>"))
    path = tmp_path / "a.docx"
    document.save(path)
    [document] = read(path)
    assert document.text == "The treaty was soon renewed.\n\nInside. Next."


def test_word_files_that_are_none(tmp_path, word_file):
    def refusal(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(DetenteError) as caught:
            list(read(path))
        return str(caught.value)

    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("notes.txt", "hello")
    assert "is an archive" in refusal("b.docx", other.getvalue())
    assert "damaged" in refusal("c.docx", word_file.read_bytes()[:3000])
    empty = io.BytesIO()
    docx.Document().save(empty)
    assert "no text" in refusal("d.docx", empty.getvalue())
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 250_000_000)
    assert "unpacks to over" in refusal("e.docx", bomb.getvalue())
