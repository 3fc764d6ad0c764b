"""The lexical index: BM25 over passages, with the vocabulary's synonyms."""

import math
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer

from stemfaq.corpus.passage import Passage, without_citations
from stemfaq.corpus.vocabulary import Vocabulary, fold

_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_STOPWORDS = frozenset(
    """
    a an the and or but if of in on at to for from by with as is are was were be been being am
    do does did doing have has had having i me my we our you your he she it its they them
    their this that these those there here what which who whom how when where why can could
    will would shall should may might must not no so than then too very just about into over
    after before again once any some all more most other such only own same also get got im
    ive
    """.split()
)
# A passage's question and asks say what it answers; its body only what it touches.
_REPEATS = {"question": 3, "ask": 2, "answer": 2, "body": 1}


class Analyzer:
    """Turns text into the tokens that BM25 counts. Safe to share between threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def __call__(self, text: str) -> list[str]:
        """Stemmed words without stopwords, and one token for each disease or therapy named."""
        words = (word.removesuffix("'s") for word in _WORD.findall(fold(text)))
        stemmer = Stemmer.Stemmer("english")  # a stemmer keeps state, so each call has its own
        stems = stemmer.stemWords([word for word in words if word not in _STOPWORDS])
        names = sorted(self._vocabulary.named_in(text))
        return [*stems, *(f"={name}" for name in names)]


class LexicalIndex:
    """BM25 scores of every passage for a question."""

    def __init__(self, model: bm25s.BM25, size: int) -> None:
        self._model = model
        self._size = size
        self._highest = _highest_scores(model)
        self._unknown = math.log(2 * size + 2)  # the idf of a word that no passage has

    @classmethod
    def build(cls, passages: Sequence[Passage], analyzer: Analyzer) -> "LexicalIndex":
        """Index the passages, in their order."""
        model = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        model.index([_tokens(passage, analyzer) for passage in passages], show_progress=False)
        return cls(model, len(passages))

    @classmethod
    def load(cls, folder: Path, size: int) -> "LexicalIndex":
        """Open what `save` wrote; raises OSError or ValueError."""
        return cls(bm25s.BM25.load(folder, allow_pickle=False), size)

    def save(self, folder: Path) -> None:
        """Write plain .npy and JSON files."""
        self._model.save(folder, allow_pickle=False, show_progress=False)

    def scores(self, tokens: Iterable[str]) -> npt.NDArray[np.float32]:
        """BM25 as a share of the most that these tokens could reach in any passage.

        Returns float32 of shape (passages,), from 0 (no token matches) to 1. Words that no
        passage has count in the share, so that a question about something else scores low.
        """
        asked = list(dict.fromkeys(tokens))
        known = [token for token in asked if token in self._model.vocab_dict]
        if not known:
            return np.zeros(self._size, np.float32)
        reachable = sum(float(self._highest[self._model.vocab_dict[token]]) for token in known)
        reachable += self._unknown * (len(asked) - len(known))
        return np.asarray(self._model.get_scores(known) / reachable, np.float32)

    def unknown_share(self, tokens: Iterable[str]) -> float:
        """The share of the words that no passage has, 0 to 1."""
        asked = set(tokens)
        return sum(token not in self._model.vocab_dict for token in asked) / max(len(asked), 1)


def _highest_scores(model: bm25s.BM25) -> npt.NDArray[np.float32]:
    """The highest score of each word over the passages; shape (words,)."""
    starts, data = model.scores["indptr"], model.scores["data"]
    highest = np.zeros(len(starts) - 1, np.float32)
    filled = np.flatnonzero(np.diff(starts))
    highest[filled] = np.maximum.reduceat(data, starts[filled])
    return highest


def _tokens(passage: Passage, analyzer: Analyzer) -> list[str]:
    parts = (
        ("question", [passage.question]),
        ("ask", passage.asks),
        ("answer", [without_citations(passage.answer)]),
        ("body", [without_citations(paragraph) for paragraph in passage.body]),
    )
    return [
        token
        for kind, texts in parts
        for text in texts
        for token in analyzer(text) * _REPEATS[kind]
    ]
