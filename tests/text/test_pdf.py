"""PDFs, written here by reportlab: the paragraphs that a reader sees come out."""

import io

import pytest
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from detente.errors import DetenteError
from detente.text import read

WAR = (
    "Peru and Ecuador fought over their frontier in 1941. The Protocol of Rio de Janeiro, signed on 29 January 1942, "
    "was to end the dispute, but a stretch of some seventy-eight kilometres was never marked, and the two governments "
    "went on to quarrel over it for half a century. In {year} the two armies clashed in the upper valley of the Cenepa."
)
PEACE = (
    "The guarantor powers, Argentina, Brazil, Chile and the United States, mediated. On 26 October 1998 the presidents "
    "signed the Brasilia Presidential Act. It closed the land boundary and gave Ecuador rights on river {year}."
)


def written(tmp_path, draw, **options):
    data = io.BytesIO()
    page = canvas.Canvas(data, **options)
    draw(page)
    page.save()
    path = tmp_path / "a.pdf"
    path.write_bytes(data.getvalue())
    return path


def lines(*texts, x=72, y=750, step=14):
    def draw(page):
        for number, text in enumerate(texts):
            page.drawString(x, y - step * number, text)

    return draw


def text_of(path):
    [document] = read(path)
    return document.text


def test_paragraphs_headings_heads_feet_and_notes(tmp_path):
    styles = getSampleStyleSheet()
    body = ParagraphStyle(
        "body", parent=styles["BodyText"], alignment=TA_JUSTIFY, fontName="Times-Roman", fontSize=11, leading=14
    )

    def furniture(page, document):
        page.setFont("Helvetica", 8)
        page.drawString(60, 810, "Relations of Peru and Ecuador")
        page.drawRightString(540, 30, f"Page {document.page}")

    story, expected = [Paragraph("Peru and Ecuador", styles["Title"])], ["Peru and Ecuador"]
    for part in range(1, 9):
        story.append(Paragraph(f"Part {part}: the frontier", styles["Heading2"]))
        expected.append(f"Part {part}: the frontier")
        for number in range(3):
            for text in (WAR, PEACE):
                paragraph = text.format(year=1900 + 10 * part + number)
                noted = paragraph.replace("1941.", "1941.<super>12</super>")
                story.append(Paragraph(noted, body))
                expected.append(paragraph)
    path = tmp_path / "a.pdf"
    SimpleDocTemplate(str(path), title="Peru and Ecuador").build(story, onFirstPage=furniture, onLaterPages=furniture)
    [document] = read(path)
    assert document.title == "Peru and Ecuador"
    assert document.text.split("\n\n") == expected


def test_words_divided_at_the_end_of_a_line(tmp_path):
    path = written(tmp_path, lines(
        "In 1896 the two empires signed a secret treaty of alli-", "ance in Moscow. The Sino-",
        "Japanese war had ended a year before, and a long-",
        "term loan was granted. It was a long-term affair, said the",
        "ministers, and the rail-", "way was begun.",
    ))  # fmt: skip
    assert text_of(path) == (
        "In 1896 the two empires signed a secret treaty of alliance in Moscow. The Sino-Japanese war had ended a year "
        "before, and a long-term loan was granted. It was a long-term affair, said the ministers, and the railway was "
        "begun."
    )


def test_two_columns(tmp_path):
    left = ("The two sides met in Vienna in", "May 1955 and agreed that all the", "troops would leave by October, and")
    right = ("Moscow kept its word on this, so", "that the treaty holds to this day", "and nobody has left it so far.")

    def draw(page):
        lines(*left)(page)
        lines(*right, x=320)(page)

    assert text_of(written(tmp_path, draw)) == " ".join(left + right)


def test_a_paragraph_goes_on_over_the_page(tmp_path):
    def draw(page):
        lines("The envoys spoke of the frontier for the whole of the winter, and when they came back", y=100)(page)
        page.showPage()
        lines("to Vienna in spring they signed the treaty that both had wanted for so long, as is told.")(page)

    assert text_of(written(tmp_path, draw)).count("\n") == 0


def test_an_encrypted_pdf(tmp_path):
    path = written(tmp_path, lines("Secret treaties of the two empires"), encrypt=StandardEncryption("user", "owner"))
    with pytest.raises(DetenteError, match="encrypted"):
        text_of(path)


def test_a_pdf_that_only_forbids_printing_is_read(tmp_path):
    path = written(tmp_path, lines("Open treaties of the two empires"), encrypt=StandardEncryption("", canPrint=0))
    assert text_of(path) == "Open treaties of the two empires"


def test_a_scan(tmp_path):
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def draw(page):
        page.drawImage(ImageReader(Image.new("RGB", (400, 500), "white")), 50, 50, 400, 500)
        page.drawString(300, 20, "1")

    with pytest.raises(DetenteError, match="OCR"):
        text_of(written(tmp_path, draw))


@pytest.mark.parametrize("cut", [20, 400])
def test_a_damaged_pdf(tmp_path, cut):
    path = written(tmp_path, lines("The treaty of the two empires was signed."))
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(DetenteError, match=r"damaged|scan"):
        text_of(path)
