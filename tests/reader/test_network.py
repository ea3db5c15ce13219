"""The network's words: which piece of the encoder stands for which word of the sentence."""

from types import SimpleNamespace

from detente.reader import network
from detente.reader.network import LENGTH


def tokenise(word_ids):
    """The places of the words, with an encoder's tokenizer that gives these numbers of words to its pieces."""
    encoding = SimpleNamespace(ids=list(range(len(word_ids))), word_ids=word_ids)
    tokenizer = SimpleNamespace(encode=lambda words, is_pretokenized: encoding)
    return network.tokenise(tokenizer, [])


def test_a_word_stands_at_its_first_piece():
    assert tokenise([None, 0, 0, 1, 2, 2, None])[1] == [1, 3, 4]


def test_words_without_a_piece_keep_the_others_in_step():
    """A zero-width space or a lone accent ("Erdog" + breve + "an") has no piece."""
    assert tokenise([None, 0, 2, 3, None])[1] == [1, 1, 2, 3]
    assert tokenise([None, 2, 2, 3, None])[1] == [0, 0, 1, 3]


def test_what_is_too_long_is_not_seen():
    ids, places = tokenise([None, *range(LENGTH + 10)])
    assert (len(ids), len(places), places[-1]) == (LENGTH, LENGTH - 1, LENGTH - 1)
