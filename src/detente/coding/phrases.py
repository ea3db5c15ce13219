"""Noun phrases around a word: where they begin and where they end, by closed-class words and endings alone.

No parse is asked for. To the left a phrase runs over adjectives, nouns and names; a determiner, preposition, verb or
the sentence's start ends it. To the right it runs over prepositional phrases ("of friendship and cooperation", "with
Chile") and ends before a verb, a relative clause, a date or a comma that opens no list.
"""

from __future__ import annotations

import re

# Words that end the way to the left of a head: they stand before a noun phrase, not in it.
_STOP = frozenset(
    """
    the a an this that these those his her its their our my your whose each every any some no all both either neither
    such and or but nor yet so of in on at by to from with for into under over upon after before during since until
    through within without between among against about as than if when while where which who whom that whether because
    although though is are was were be been being has have had do does did will would shall should may might must can
    could not also then there here it they he she we i you them him us only even still already just now never ever once
    again too very more most less one's another other others same first later earlier former latter following according
    because instead sign signs conclude concludes ratify ratifies negotiate reach reaches seek seeks make makes made
    drew draw put set sets got get gave give gives brought bring led lead left kept keep won win struck strike broke
    break tore tear held hold met meet saw see took take came come became become began begin said say says thought think
    let lets ended end denounce renew renews annul join joins under enter enters announce announces propose demand
    demands accept accepts within two three four five six seven eight nine ten eleven twelve several many few various
    dozen numerous next last support supports supported oppose opposes opposed recognise recognises recognize recognizes
    favour favours favor favors back backs champion champions advocate advocates claim claims acknowledge acknowledges
    endorse endorses reject rejects condemn condemns want wants permit permits limit limits urge urges accept accepts
    defend defends deplore deplores seek reaffirm reaffirms welcome welcomes restore restores reestablish re-establish
    maintain maintains toward towards whereas both hold holds insist regard regards consider considers uphold upholds
    protest protests new old existing current original own whole entire so-called
    """.split()
)
_PARTICIPLE = re.compile(r"(?:\w+ed|\w{3,}ing)$")
# participles that do stand inside a noun phrase, against the rule that a participle ends it
_ADJECTIVAL = frozenset(
    """
    privileged enhanced advanced proposed amended extended limited unlimited unwritten revised agreed armed so-
    called trading fishing shipping sharing banking mining governing
    """.split()
)
_UPPER = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ]"
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
# "treaty of 19 April 1839", "Agreement of 1962": a date by "of" is part of the name
_OF_DATE = re.compile(
    rf"\s+of\s+(?:(?:\d{{1,2}}\s+)?{MONTH}\s+)?(?:\d{{1,2}},\s+)?(?:1[0-9]\d\d|20\d\d)\b"
    rf"|\s+of\s+\d{{1,2}}\s+{MONTH}\b(?!\s+\d)"
)
_LINK = re.compile(
    r"\s+(?P<link>of|on|for|concerning|regarding|with|to|between|against|about|over|relating\s+to|providing\s+for|in"
    r"|at)\s+(?P<article>the\s+|an?\s+|its\s+|their\s+|all\s+|other\s+|each\s+other\b)?",
)
_WINDOW = 200  # no part of a phrase is longer
_CHUNK_WORD = re.compile(r"[^\W_][\w’'.-]*[\w’']|[^\W_]", re.UNICODE)
_AFTER_STOP = frozenset(
    """
    which that who whom whose when while where under by was were is are has have had will would may might can could
    shall should must did does do been be being signed concluded made reached worth valid effective and or but as than
    then after before since until because although if so in on at from into through within during upon without
    """.split()
)
_FINITE = re.compile(
    r"(?:\w+(?:ed|ought|ept|elt)|came|took|gave|made|went|put|set|bound|brought|ran|runs|run|fell|began|stood|left"
    r"|led|lies|lay"
    r"|entered|expired|ended|lapsed|followed|provides?|gives|allows|binds|comes|takes|makes|remains|contains"
    r"|includes|says|ends"
    r"|ties|obliges|commits|covers|names|calls|opens|marks|rests|stands|forms|forbids|puts|sets|lasts|keeps|lets|won"
    r"|cost|costs"
    r"|saw|met|held|kept|lost|found|still|never|also|not|soon|only)$"
)


def left_edge(text: str, head: int, *, owners: bool = False) -> int:
    """Where the noun phrase of a head begins: adjectives, nouns and names before it.

    `owners`: whether "Delhi's" before "candidacy" belongs to the phrase, as it does to an issue but not to a title.
    """
    start = head
    title = text[head].isupper()
    while True:
        found = re.search(
            r"(?P<word>[“\"‘]?[^\W_][\w’'.–-]*[”\"’]?)(?P<gap>[^\S\n]+|(?<=[”\"])[^\S\n]*)$",
            text[max(0, start - 40) : start],
        )
        if not found:
            return start
        word = found["word"].strip('“”"‘')
        lower = word.casefold().strip("’'")
        begins = start - len(found.group())
        first_of_sentence = begins == 0 or re.search(
            r"(?:^|[.!?:;]\s+|\n\s*|[-–—]\s)$", text[max(0, begins - 3) : begins]
        )
        if re.fullmatch(r"(?:\d[\d.,]*-)?(?:million|billion|trillion)", lower):
            return start  # "a $400 billion gas deal": the sum is said elsewhere
        if lower in _STOP or lower.endswith((",", ";")):
            return start
        if word.endswith(".") and not re.fullmatch(r"(?:[A-Z]\.)+|[A-Z][a-z]{0,2}\.", word):
            return start
        if word[0].isdigit() and not re.fullmatch(r"(?:1\d\d\d|20\d\d)|\d+-\w+", word):
            return start
        if re.search(r"[’']s$|s[’']$", word) and not owners and not (word[0].isupper() and title):
            return start  # "Portugal's treaty": the owner is a party, no part of the title; "Jay's Treaty" is a name
        if _PARTICIPLE.fullmatch(lower) and lower not in _ADJECTIVAL and not word[0].isupper():
            return start
        if word[0].isupper() and not title and first_of_sentence and _STOP & {lower}:
            return start
        start = begins


def right_edge(text: str, end: int, *, links: int = 4) -> int:
    """Where the noun phrase ends: over "of friendship and cooperation", "with Chile", "on the waters", "of 1950"."""
    done = 0
    while done < links:
        if dated := _OF_DATE.match(text, end):
            return dated.end()
        link = _LINK.match(text, end)
        if not link:
            return end
        position = link.end()
        # "in Moscow", "at the summit", "to end the war" do not name the instrument; "in" inside a name does
        if link["link"] in ("in", "at") and not (
            done and re.match(_UPPER, text[position : position + _WINDOW]) and text[end - 1].islower() is False
        ):
            return end
        if re.match(
            rf"(?:\d{{1,2}}\s+)?{MONTH}\b|\d{{4}}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
            text[position : position + _WINDOW],
        ):
            return end
        reach = phrase_end(text, position, of=link["link"] in ("of", "on", "for", "concerning", "regarding", "about"))
        if reach <= position:
            return end
        end = reach
        done += 1
    return end


def phrase_end(text: str, position: int, *, of: bool) -> int:
    """The end of a plain noun phrase: words up to a verb, a preposition or a comma, with "X, Y and Z" as one."""
    end = position
    count = 0
    while count < 9:
        word = _CHUNK_WORD.match(text, position)
        if not word:
            break
        lower = word.group().casefold()
        if lower in _AFTER_STOP and lower != "and":
            break
        if count and word.group()[0].islower() and (_FINITE.fullmatch(lower)):
            break
        if lower == "and":
            nxt = _CHUNK_WORD.match(text, word.end() + 1)
            if (
                not nxt
                or nxt.group().casefold() in _STOP
                or _FINITE.fullmatch(nxt.group())
                or (not of and nxt.group()[0].islower())
            ):
                break
            position = word.end() + 1
            count += 1
            continue
        end = word.end()
        count += 1
        series = re.match(r",\s+(?=[\w-]+(?:\s[\w-]+){0,2}(?:,|\s+and)\s)", text[end : end + _WINDOW]) if of else None
        if series:
            # "of friendship, cooperation and mutual assistance"
            more = re.match(
                r"(?:,\s+(?:and\s+)?[\w’'-]+(?:\s+[\w’'-]+){0,2}?){1,5}(?:,?\s+and\s+[\w’'-]+"
                r"(?:\s+(?:relations|assistance|cooperation|co-operation|navigation|understanding|aid|ties|security"
                r"|mutual\s+\w+))?)",
                text[end : end + _WINDOW],
            )
            if more and not any(
                w in _AFTER_STOP or _FINITE.fullmatch(w) for w in re.findall(r"[\w-]+", more.group()) if w != "and"
            ):
                end += more.end()
                break
        gap = re.match(r"[^\S\n]", text[end : end + _WINDOW])
        if not gap:
            break
        position = end + gap.end()
    return end
