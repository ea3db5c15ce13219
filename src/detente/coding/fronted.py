"""Acts told before what is dated: "After the recognition of Morocco, the post was raised on 11 June 1956".

The day is the second act's. Of the first it is known only that it came before or after: by decision 18 of the codebook
"after" a day gives its year at most, and "before" a day gives not even that.
"""

from __future__ import annotations

import re

from detente.language.sentence import Sentence
from detente.reader.judgement import Judgement

_FRONT = re.compile(
    r"^\W*(?:only\s+|shortly\s+|soon\s+|long\s+)?(prior\s+to|before|after|following)\b[^,;:]*[,;:](?=\s)", re.I
)


def date(judgement: Judgement, sentence: Sentence) -> str:
    """The date of an act: the reader's, unless that stands in the main clause and the act in the clause before it.

    >>> text = "After the recognition of Morocco, the post was raised on 11 June 1956."
    >>> from detente.language.sentence import DateMention
    >>> sentence = Sentence(0, 70, text, (0, 70), dates=[DateMention(57, 69, "11 June 1956", "1956-06-11")])
    >>> date(Judgement("status", "recognition", (10, 21), (10, 21), date="1956-06-11"), sentence)
    '1956'
    """
    front = _FRONT.match(sentence.text)
    year = re.match(r"-?\d{4}(?=-\d\d)", judgement.date)
    if front is None or year is None or "/" in judgement.date:
        return judgement.date
    inside = sentence.start + front.end()
    if judgement.anchor[0] >= inside or any(d.edtf == judgement.date and d.start < inside for d in sentence.dates):
        return judgement.date
    if not any(d.edtf == judgement.date for d in sentence.dates):  # carried from an earlier sentence
        return judgement.date
    return year[0] if front[1].lower() in ("after", "following") else ""
