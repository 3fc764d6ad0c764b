"""The reader takes any text: it returns a passage or says what is wrong."""

from hypothesis import given
from hypothesis import strategies as st

from conftest import passage
from stemfaq.corpus.passage import citations, without_citations
from stemfaq.corpus.reader import _Unreadable, parse_passage, read_corpus

WORDS = st.lists(st.text("abcdefghij", min_size=1, max_size=8), min_size=1, max_size=12).map(
    " ".join
)
KEYS = st.from_regex(r"[a-z][a-z0-9]{1,8}", fullmatch=True)


def refusal(text):
    """Why the text is refused; None if it is read."""
    try:
        parse_passage(text, "x.md")
    except _Unreadable as error:
        return error.problems
    return None


@given(st.text())
def test_any_text_is_read_or_refused_with_a_reason(text):
    problems = refusal(text)
    assert problems is None or problems
    assert all(problem.path == "x.md" and problem.mend for problem in problems or ())


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=40))
def test_any_value_of_a_field_is_read_or_refused_with_a_reason(value):
    text = passage().replace("evidence: weak", f"evidence: {value}")
    problems = refusal(text)
    assert problems is None or problems


@given(st.lists(WORDS, min_size=2, max_size=5))
def test_paragraphs_come_back_as_they_were_written(paragraphs):
    text = passage().rsplit("---\n", 1)[0] + "---\n" + "\n\n".join(paragraphs) + "\n"
    file = parse_passage(text, "x.md")
    assert list(file.passage.paragraphs) == paragraphs
    lines = text.splitlines()
    assert [lines[line - 1] for line in file.paragraph_lines] == paragraphs


@given(WORDS, st.lists(KEYS, min_size=1, max_size=4, unique=True))
def test_citations_are_found_and_leave_the_words_alone(words, keys):
    group = "; ".join(f"@{key}" for key in keys)
    paragraph = f"{words} [{group}]."
    assert citations(paragraph) == tuple(keys)
    assert without_citations(paragraph) == f"{words}."


def test_windows_line_ends_and_a_byte_order_mark_are_read(small_corpus):
    folder = small_corpus()
    path = folder / "passages" / "theme" / "alpha.md"
    path.write_bytes(b"\xef\xbb\xbf" + passage().replace("\n", "\r\n").encode())
    corpus = read_corpus(folder)
    assert corpus.problems == ()
    assert corpus.passages[0].question == "Does alpha work for lupus?"


def test_a_file_that_is_not_text_is_a_problem(small_corpus):
    folder = small_corpus()
    (folder / "passages" / "theme" / "bad.md").write_bytes(b"\xff\xfe\x00\x01")
    problems = read_corpus(folder).problems
    assert any("bad.md" in str(problem) for problem in problems)
