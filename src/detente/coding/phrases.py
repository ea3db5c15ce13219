"""Noun phrases around a word: where they begin and where they end, by closed-class words and endings alone.

No parse is asked for. To the left a phrase runs over adjectives, nouns and names; a determiner, preposition, verb or
the sentence's start ends it. To the right it runs over prepositional phrases ("of friendship and cooperation", "with
Chile") and ends before a verb, a relative clause, a date or a comma that opens no list.
"""

from __future__ import annotations

import re
from collections.abc import Callable

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
    broker brokers
    vetoes recommends imposes lifts objects declares omits extends opens closes recalls expels suspends severs restores
    establishes visits arrives issues adopts approves launches withdraws invades occupies annexes attacks bombs grants
    offers pledges promises agrees starts hosts sends delivers buys sells bans blocks cancels postpones freezes resumes
    reopens exchanges appoints hails praises criticises criticizes slams threatens warns expands completes initials
    publishes delays refuses bars raises cuts breaks wins loses secures unveils inaugurates
    seal seals ink inks largest biggest greatest latest
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
    # "with a total value of" says what they are worth
    r"\s+(?!with\s+an?\s+(?:(?:total|combined|overall|aggregate|estimated)\s+)*(?:value|worth|price|cost)\b)"
    r"(?P<link>of|on|for|concerning|regarding|with|to|between|against|about|over|relating\s+to|providing\s+for|in"
    r"|at|amending|supplementing|extending|implementing)\s+(?P<article>the\s+|an?\s+|its\s+|their\s+|all\s+|other\s+|each\s+other\b)?",
)
# "cooperation in the field of energy" says on what, "in Moscow" where
_IN_FIELD = re.compile(
    r"\s+in\s+(?:the\s+)?(?:various\s+)?(?:field|area|sphere|domain|sector)s?\s+of\s+(?:the\s+)?", re.I
)
# "between Rosatom and the Ministry of Energy"
_OTHER_SIDE = re.compile(rf"\s+and\s+(?:(?:the|its)\s+)?(?={_UPPER})")
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

# after these a participle is an adjective: "the protection of classified information"
_DETERMINING = frozenset("of the a an its their".split())


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
            return begins if re.match(r"[“\"‘]", found["word"]) else start  # the "123 Agreement"
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
        if link["link"] == "in" and (field := _IN_FIELD.match(text, end)):
            reach = phrase_end(text, field.end(), of=True)
            if reach <= field.end():
                return end
            end = reach
            done += 1
            continue
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
        if link["link"] == "between" and (other := _OTHER_SIDE.match(text, end)):
            end = max(end, phrase_end(text, other.end(), of=False))
        done += 1
    return end


_CAPITALS = (
    rf"{_UPPER}[\w’'&/.-]*(?<![.])(?:[^\S\n]+(?:{_UPPER}[\w’'&/.-]*|\d{{4}}(?:[-–/]\d{{2,4}})?|[IVX]+)(?<![.]))*"
)
_ABBREVIATED = re.compile(r"[^\S\n]+\(" + rf"[“\"]?{_UPPER}[\w.&/-]{{1,14}}[”\"]?\)")
_OFFICIAL_LINK = re.compile(
    r"[^\S\n]+(?P<link>of|on|for|concerning|regarding|between|among|with[^\S\n]+(?:respect|regard)[^\S\n]+to|with|to"
    r"|relating[^\S\n]+to|against|from|through(?=[^\S\n]+the[^\S\n]+Territory)|in[^\S\n]+respect[^\S\n]+of|in)[^\S\n]+(?:(?:the|an?|its|their|all)[^\S\n]+)?"
    rf"(?={_UPPER})"
)
_OFFICIAL_AND = re.compile(
    r"(?:,[^\S\n]+(?:and[^\S\n]+)?|[^\S\n]+and[^\S\n]+)(?:(?:the|its|their|on|of|for)[^\S\n]+){0,2}" + rf"(?={_UPPER})"
)
_RUN = re.compile(_CAPITALS)
_FIELDS = re.compile(
    r"(?:Fields?|Areas?|Spheres?|Domains?|Matters|Respect|Relation|Connection|Cases?|Cooperation|Co-operation|Goods"
    r"|Services|Education|Science|Sciences|Technology|Agriculture|Health|Tourism|Energy|Research|Defen[cs]e|Security"
    r"|Affairs|Industry|Trade|Sectors?|Support|Culture|Sports?|Space|Transport|Development|Seas?|Oceans?|Basin|Airspace|Arctic|Antarctic|Antarctica)\b"
)
_CALENDAR = re.compile(rf"(?:{MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b")


def official_edge(text: str, end: int, stops: Callable[[str], bool]) -> int:
    """Where an official title ends, whose content words all have capitals: "... between the Government of the Republic
    of X and the Government of Y on the Avoidance of Double Taxation and the Prevention of Fiscal Evasion".

    `stops` says of a run of capitalised words that it begins something else (another instrument, a state or a person
    after "and").
    """
    sides = 0  # of "between": the "and" before the second belongs to the title
    while True:
        position = end
        if short := _ABBREVIATED.match(text, position):
            position = short.end()
        link = _OFFICIAL_LINK.match(text, position)
        if link:
            run = _RUN.match(text, link.end())
            word = link["link"]
            if not run or _CALENDAR.match(run.group()):
                return end
            if word == "in" and not _FIELDS.search(run.group()):
                return end
            if word == "from" and stops(run.group()):
                return end
            if word in ("between", "among"):
                sides = 1
            end = run.end()
            continue
        if dated := _OF_DATE.match(text, end):
            return dated.end()
        more = _OFFICIAL_AND.match(text, position)
        run = _RUN.match(text, more.end()) if more else None
        if not more or not run or _CALENDAR.match(run.group()):
            return end
        if sides == 1:
            sides = 1 if "and" not in more.group() else 2
        elif stops(run.group()) or ("and" not in more.group() and not _SERIES.match(text, run.end())):
            return end
        end = run.end()


# a comma goes on a list only where an "and" closes it: "of Friendship, Commerce and Navigation"
_SERIES = re.compile(rf"(?:,[^\S\n]+{_CAPITALS})*,?[^\S\n]+and[^\S\n]+(?:the[^\S\n]+)?{_UPPER}")


def phrase_end(text: str, position: int, *, of: bool) -> int:
    """The end of a plain noun phrase: words up to a verb, a preposition or a comma, with "X, Y and Z" as one."""
    end = position
    count = 0
    before = ""
    while count < 9:
        word = _CHUNK_WORD.match(text, position)
        if not word:
            break
        lower = word.group().casefold()
        if lower in _AFTER_STOP and lower != "and":
            break
        if lower == "of" and re.match(r"\s\d", text[word.end() : word.end() + 2]):
            break  # "of 25 May 1992" is a date
        if count and word.group()[0].islower() and _FINITE.fullmatch(lower) and before not in _DETERMINING:
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
            before = lower
            continue
        bare = lower in _DETERMINING or lower in ("for", "between")
        if not bare and not (before in _DETERMINING and word.group()[0].islower() and _FINITE.fullmatch(lower)):
            end = word.end()  # no phrase ends with "of" or "of shipwrecked"
        count += 1
        before = lower
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
                w in _AFTER_STOP or w in _STOP or _FINITE.fullmatch(w)
                for w in re.findall(r"[\w-]+", more.group())
                if w != "and"
            ):
                end += more.end()
                break
        gap = re.match(r"[^\S\n]", text[word.end() : word.end() + _WINDOW])
        if not gap:
            break
        position = word.end() + gap.end()
    return end
