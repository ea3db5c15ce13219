"""Plain text, its encodings, and everything that is none."""

import codecs
import gzip
import hashlib
import io
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.text import Document, read
from detente.text.day import day
from detente.text.encoding import decode

TEXT = "Brazil and Argentina signed a treaty — the “Treaty of Asunción” — on 26 March 1991.\n\nIt holds.\n"


def one(source, **options):
    [document] = read(source, **options)
    return document


def refused(source, **options):
    with pytest.raises(DetenteError) as caught:
        list(read(source, **options))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_text_file_is_read_as_it_stands(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    document = one(path, published="2001-02-03")
    assert document.text == TEXT
    assert document.sha256 == document.key == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (document.source, document.published, document.id) == (str(path), "2001-02-03", "")


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_line_ends_are_kept_since_offsets_count_them(tmp_path, line_end):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.replace("\n", line_end).encode())
    assert one(path).text == TEXT.replace("\n", line_end)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_unicode_in_every_dress(tmp_path, mark, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(mark + TEXT.encode(encoding))
    assert one(path).text == TEXT


def test_windows_1252_is_read_and_said(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode("cp1252"))
    notes = []
    assert one(path, note=notes.append).text == TEXT
    assert len(notes) == 1
    assert "Windows-1252" in notes[0]
    with pytest.warns(UserWarning, match="Windows-1252"):
        one(path)


@pytest.mark.parametrize("charset", ["undefined", "no-such", "hex", "idna"])
def test_a_charset_that_is_none_is_passed_over(charset):
    text, note = decode("Café treaty".encode("cp1252"), "page", charset)
    assert text == "Café treaty"
    assert "Windows-1252" in note


@pytest.mark.parametrize("encoding", ["koi8-r", "cp1251", "gb18030", "shift-jis"])
def test_another_alphabet_in_another_encoding_is_refused(tmp_path, encoding):
    words = {
        "koi8-r": "Россия и Китай подписали договор о дружбе и сотрудничестве. ",
        "cp1251": "Россия и Китай подписали договор о дружбе и сотрудничестве. ",
        "gb18030": "中国和俄罗斯签署了睦邻友好合作条约。",
        "shift-jis": "日本とロシアは条約に署名した。",
    }
    path = tmp_path / "a.txt"
    path.write_bytes((words[encoding] * 20).encode(encoding))
    assert "UTF-8" in refused(path)


def test_utf_16_cut_in_the_middle_is_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")[:-1])
    assert "UTF-16" in refused(path)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf_8_always_comes_back(text):
    assert decode(text.encode(), "x") == (text.removeprefix("\ufeff"), "")


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_a_clear_refusal(data):
    try:
        text, _ = decode(data, "x")
    except DetenteError as error:
        said = str(error)
    else:
        said = f"x: {text}"
    assert said.startswith("x: ")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t\n", "is empty"),
        ("a.txt", bytes(range(256)) * 40, "binary"),
        ("a.txt", b"text\x00\x01\x02 with zeros", "binary"),
        ("a.txt", b"\x89PNG\r\n\x1a\n....", "picture"),
        ("a.jpg", b"\xff\xd8\xff\xe0....", "picture"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "save it as .docx"),
        ("a.rtf", b"{\\rtf1 text}", "rich text"),
        ("a.txt.gz", gzip.compress(TEXT.encode()), "gunzip"),
        ("a.parquet", b"PAR1....", "Parquet"),
        ("a.xyz", b"\x01\x00\x02", "does not read .xyz"),
        ("a.json", b'{"text": "China and Russia."}', "does not read .json"),
        ("a.docx", b"not a docx", "is named .docx but is none"),
        ("a.pdf", b"not a pdf", "is named .pdf but is none"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path, name, data, said):
    path = tmp_path / name
    path.write_bytes(data)
    message = refused(path)
    assert message.startswith(str(path))
    assert said in message


def test_missing_file_and_its_neighbour(tmp_path):
    (tmp_path / "china-russia.txt").write_text(TEXT)
    message = refused(tmp_path / "china-rusia.txt")
    assert "no such file" in message
    assert "china-russia.txt" in message


def test_folder_is_no_text(tmp_path):
    assert "is a folder" in refused(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    path.chmod(0)
    assert "permission" in refused(path)


def test_a_dump_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write(b"China and Russia. ")
        file.truncate(50_000_000)
    message = refused(path)
    assert "50 MB" in message
    assert ".jsonl" in message


def test_a_file_without_ending_is_text(tmp_path):
    path = tmp_path / "README"
    path.write_text(TEXT, encoding="utf-8")
    assert one(path).text == TEXT


def test_the_content_overrules_the_name(tmp_path):
    from reportlab.pdfgen import canvas

    data = io.BytesIO()
    page = canvas.Canvas(data)
    page.drawString(72, 720, "Chile and Peru signed the Treaty of Lima in 1929, and kept it.")
    page.save()
    path = tmp_path / "scan.txt"
    path.write_bytes(data.getvalue())
    assert one(path).text.startswith("Chile and Peru")


def test_standard_input():
    script = "from detente.text import read; [print(d.id or d.source, repr(d.text)) for d in read('-')]"
    for given_text, expected in [
        (TEXT, f"- {TEXT!r}\n"),
        ("\n\n" + TEXT, "- " + repr("\n\n" + TEXT) + "\n"),
        ('{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n', "a 'One.'\nb 'Two.'\n"),
        ("<!DOCTYPE html><html><body><p>China and Nepal signed a treaty in 1961.</p></body></html>",
         "- 'China and Nepal signed a treaty in 1961.'\n"),
    ]:  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", script], input=given_text.encode(), capture_output=True, check=True
        )
        assert done.stdout.decode() == expected
    empty = subprocess.run([sys.executable, "-c", script], input=b"", capture_output=True, check=False)
    assert b"standard input: is empty" in empty.stderr


@pytest.mark.parametrize(
    ("written", "iso"),
    [("2024-05-16", "2024-05-16"), ("2024-05-16T10:00:00Z", "2024-05-16"), ("20240516", "2024-05-16")],
)
def test_days(written, iso):
    assert day(written, "date") == iso


@pytest.mark.parametrize("written", ["16 May 2024", "2024", "2024-02-30", "yesterday", "20241332"])
def test_what_is_no_day_is_refused(tmp_path, written):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    assert "YYYY-MM-DD" in refused(path, published=written)


def test_gold_offsets_count_in_the_document(shared):
    import json

    for records in sorted((shared / "gold" / "train").glob("*.jsonl"))[:10]:
        path = records.with_suffix(".txt")
        raw = path.read_bytes().decode()
        document = one(path)
        assert document.text == raw
        last = max(json.loads(line)["end"] for line in records.read_text().splitlines())
        assert last <= len(document.text)


def test_a_document_is_named_by_its_text():
    assert Document("a").sha256 != Document("b").sha256
    assert Document("a", id="7").key == "7"
