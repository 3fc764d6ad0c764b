"""A follow-up takes what it leaves out from the turns before; a new subject takes nothing."""

from itertools import pairwise

import pytest

from conftest import CORPUS
from stemfaq.answer.answer import answer, explain
from stemfaq.answer.context import understand
from stemfaq.answer.queries import plan
from stemfaq.answer.search import search
from stemfaq.corpus.entities import named_in
from stemfaq.corpus.reader import read_corpus

VOCABULARY = read_corpus(CORPUS).vocabulary


@pytest.mark.parametrize(
    ("turns", "text"),
    [
        (
            ["Does HSCT work for lupus?", "what about MS instead"],
            "Does HSCT work for multiple sclerosis?",
        ),
        (["Does HSCT work for lupus?", "is that safe"], "is HSCT safe for lupus"),
        (["Does HSCT work for lupus?", "thanks", "is it safe?"], "is HSCT safe for lupus?"),
        (
            ["can MSC help lupus", "what did you mean by remission"],
            "What does remission mean for lupus?",
        ),
        (["how many died in lupus trials", "of what"], "of what? how many died in lupus trials"),
        (["stem cells for lupus?", "no I meant HSCT"], "HSCT for lupus?"),
        (["Does HSCT work for MS?", "tell me more"], "Does HSCT work for MS?"),
        (
            ["Does HSCT work for MS?", "does Plaquenil harm the eyes"],
            "does Plaquenil harm the eyes",
        ),
        (
            ["my son is 9 and has lupus", "can he have MSC?"],
            "can he have MSC for lupus in children?",
        ),
        (
            ["I have MS", "stem cell transplant?", "anything gentler, I heard of CAR-T"],
            "anything gentler, I heard of CAR-T for multiple sclerosis",
        ),
        (["", "Does HSCT work for MS?"], "Does HSCT work for MS?"),
        (
            ["rheumatoid, 12 years", "umbilical cord cells infusion"],
            "umbilical cord cells infusion for rheumatoid arthritis",
        ),
        (
            ["any Aussie clinics with MSC for RA", "what's legal here"],
            "what's legal here with MSC for rheumatoid arthritis (Australia and clinics)",
        ),
        (
            ["CAR-T for lupus in China, what does it cost", "compared with America?"],
            "CAR-T for lupus in the US, what does it cost",
        ),
        (
            ["CAR-T for my scleroderma?", "vs transplant?", "which has less risk"],
            "which has less risk with CAR-T and HSCT for systemic sclerosis",
        ),
        (
            ["pemphigus, rituximab three times already", "would CAR-T be an option"],
            "would CAR-T be an option for pemphigus",
        ),
        (
            ["does HSCT work for Crohn's", "and if it comes back?"],
            "and if Crohn's disease comes back with HSCT?",
        ),
        (
            ["mortality of HSCT in systemic sclerosis?", "and in MS?", "Why so different?"],
            "Why so different with HSCT for multiple sclerosis and systemic sclerosis?",
        ),
        (
            ["my mother has vasculitis", "sorry not vasculitis, she's got scleroderma", "HSCT?"],
            "my mother has systemic sclerosis. HSCT?",
        ),
        (
            ["My uncle has Parkinson's, not lupus or MS. Would stem cells help?"],
            "My uncle has Parkinson's, not lupus or MS. Would stem cells help?",
        ),
        (["will I lose my hair after HSCT", "and my periods?"], "my periods with HSCT?"),
        (["what is the immune reset", "explain it more simply"], "what is the immune reset"),
        (
            ["does HSCT help MS", "so what else is there"],
            "so what else is there for multiple sclerosis",
        ),
        (
            ["alternatives to a transplant for lupus?", "anifrolumab?"],
            "anifrolumab for lupus?",
        ),
        (
            ["Does HSCT work for lupus?", "and in MS?", "which vaccines do I need after it?"],
            "which vaccines do I need after HSCT for multiple sclerosis?",
        ),
        (["Why not HSCT, why CAR-T for lupus?"], "Why not HSCT, why CAR-T for lupus?"),
        (
            ["HSCT for lupus?", "what else can go wrong?"],
            "what else can go wrong with HSCT for lupus?",
        ),
        (
            ["When can I work after HSCT for MS?", "is it safe when I return?"],
            "is HSCT safe when I return for multiple sclerosis?",
        ),
        (["does HSCT help lupus", "thats old isnt it"], "thats old isnt it with HSCT for lupus"),
        (["Can MSC help lupus?", "are they safe?"], "are MSC safe for lupus?"),
        (
            ["What are the side effects of HSCT?", "how long do they last?"],
            "how long do side effects last with HSCT?",
        ),
        (["What is GVHD?", "how bad is it?"], "how bad is graft-versus-host disease?"),
        (
            ["Does HSCT work for lupus?", "anything that can go wrong there?"],
            "anything that can go wrong there with HSCT for lupus?",
        ),
        (
            ["does my insurer cover HSCT for lupus", "they won't pay"],
            "they won't pay with HSCT for lupus",
        ),
        (
            ["What is HSCT?", "My aunt was told it is too late. Is that what others hear too?"],
            "My aunt was told it is too late. Is that what others hear too (HSCT)?",
        ),
        (
            ["Does HSCT work for MS?", "something else, do vaccines cause flares in lupus"],
            "do vaccines cause flares in lupus",
        ),
    ],
)
def test_what_is_left_out_comes_from_the_turns_before(turns, text):
    assert understand(turns, VOCABULARY).text == text


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("my daughter is 9 and has lupus", {"children"}),
        ("a boy of 8 years with Crohn's", {"children"}),
        ("I am 70 years old", {"older people"}),
        ("Crohn's for 10 years, had hoped for HSCT", set()),
        ("lupus 8 yrs", set()),
        ("I'm 12 years into prednisone", set()),
    ],
)
def test_how_long_somebody_is_ill_is_no_age(text, groups):
    assert named_in(text, VOCABULARY).groups == groups


def test_what_was_typed_stays_what_was_typed():
    understood = understand(["Not lupus, MS. does HSCT work"], VOCABULARY)
    assert (understood.turn, understood.text) == (
        "Not lupus, MS. does HSCT work",
        "MS. does HSCT work",
    )


def test_a_follow_up_says_what_was_searched(index):
    reply = answer(index, ["Does HSCT work for lupus?", "and for MS?"])
    assert reply.question == "and for MS?"
    assert reply.understood_as == "Does HSCT work for multiple sclerosis?"
    assert "multiple sclerosis" in reply.passages[0].diseases


def test_a_follow_up_is_read_completed_as_typed_and_behind_the_turns_that_led_to_it(index):
    before, turn, last = "Does HSCT work for lupus?", "and for MS?", "for how long?"
    [first] = plan(index, understand([before], index.vocabulary))
    assert first.texts == (before,)
    [follow_up] = plan(index, understand([before, turn], index.vocabulary))
    completed = "Does HSCT work for multiple sclerosis?"
    assert follow_up.texts == (completed, turn, f"{before} {turn}")
    [third] = plan(index, understand([before, turn, last], index.vocabulary))
    assert third.texts[1:] == (last, f"{before} {turn} {last}")


def test_a_new_subject_leaves_the_turns_before_it(index):
    turns = ["Does HSCT work for lupus?", "different question: can I keep my cat after it?", "why?"]
    [planned] = plan(index, understand(turns, index.vocabulary))
    assert planned.texts[2] == "can I keep my cat after it? why?"


@pytest.mark.parametrize(
    ("turns", "passage"),
    [
        (["what food is off limits after transplant", "ok and cheese", "until when"],
         "recovery-food"),
        (["does it make my hair fall out", "all of it", "when is it back"], "recovery-hair-loss"),
        (["can my kids visit me in isolation", "they had colds", "only the older one then"],
         "transplant-visitors"),
    ],
)  # fmt: skip
def test_the_first_turns_topic_lasts_through_short_turns(index, turns, passage):
    assert answer(index, turns).passages[0].id == passage


def test_tell_me_more_shows_another_passage_first(index):
    first = answer(index, ["Does HSCT work for scleroderma?"])
    more = answer(index, ["Does HSCT work for scleroderma?", "tell me more"])
    assert more.passages[0].id != first.passages[0].id
    assert "systemic sclerosis" in more.passages[0].diseases


def test_a_reply_that_looks_back_makes_no_earlier_one_twice(index, monkeypatch):
    searched = []

    def counted(index, query):
        searched.append(query)
        return search(index, query)

    monkeypatch.setattr("stemfaq.answer.answer.search", counted)
    turns = ["Does HSCT work for scleroderma?", *["tell me more"] * 12]
    answer(index, turns)
    assert len(searched) <= len(turns)


@pytest.mark.parametrize("turn", ["best pizza in Naples", "what does a pizza cost in Naples"])
def test_what_is_outside_the_subject_stays_outside_in_a_conversation(index, turn):
    reply = answer(index, ["Does HSCT work for lupus?", turn])
    assert (reply.kind, reply.understood_as) == ("decline", turn)
    assert not reply.options  # of what was asked before; that would be no answer either


@pytest.mark.parametrize(
    ("before", "turn", "kind"),
    [
        (
            "Does a transplant work for MS?",
            "my nephew tore his meniscus at football, could it be injected into his knee instead",
            "decline",
        ),
        (
            "Is CAR-T safe in lupus?",
            "thanks. our old labrador limps badly, could it do something for his hips too",
            "decline",
        ),
        (
            "Does MSC help lupus kidneys?",
            "and how many people had it in the study where nothing came of it",
            "answer",
        ),
        ("Is HSCT dangerous in MS?", "and is it worth it?", "answer"),
    ],
)
def test_a_long_turn_is_about_what_it_says_itself_even_if_it_says_it(index, before, turn, kind):
    assert answer(index, [before, turn]).kind == kind


def test_a_call_for_help_is_read_out_again_only_to_who_asks_about_it(index):
    help_now = "I have chest pain and cannot breathe"
    turns = ["Does CAR-T work for lupus?", help_now, "best pizza in Naples"]
    assert "chest pain" not in answer(index, turns).understood_as
    assert answer(index, [help_now, "is that dangerous?"]).passages[0].id == "urgent-emergency"


def test_five_hundred_turns_are_read_calmly(index):
    turns = ["Does HSCT work for lupus?"] * 499 + ["is it safe?"]
    assert answer(index, turns).kind == "answer"


def test_a_question_back_never_comes_twice_in_a_row(index):
    turns = ["stuff about cells maybe", "hmm the other one", "or not", "that", "it"]
    kinds = [answer(index, turns[: end + 1]).kind for end in range(len(turns))]
    assert ("clarify", "clarify") not in list(pairwise(kinds))


def test_a_question_with_two_parts_gets_both_answered(index):
    reply = answer(index, ["Will I lose my hair with HSCT and how much does the transplant cost?"])
    assert len(reply.passages) >= 2
    assert {"recovery-hair-loss"} <= {passage.id for passage in reply.passages}


def test_a_message_with_two_questions_is_searched_whole_and_by_each(index):
    message = "Is HSCT dangerous in MS? How much does it cost?"
    planned = plan(index, understand([message], index.vocabulary))
    assert [one.texts[0] for one in planned] == [
        message,
        "Is HSCT dangerous in MS?",
        "How much does HSCT cost for multiple sclerosis?",
    ]


def test_what_the_whole_message_is_about_comes_first(index):
    told = "I read the word neutropenic on my chart. What is that and how long does it last?"
    assert answer(index, [told]).passages[0].id == "low-counts"


@pytest.mark.parametrize("turn", ["whats the catch", "any proof?", "what helps"])
def test_a_turn_of_a_few_words_leans_on_the_question_before(index, turn):
    assert answer(index, ["Do cord cells help with lupus?", turn]).kind == "answer"


def test_a_disease_without_a_passage_of_its_own_is_named_as_such(index):
    reply = answer(index, ["do stem cells work for Kawasaki disease"])
    assert reply.kind == "answer"
    assert any("Kawasaki disease" in n.text for n in reply.notices if n.kind == "another-disease")


def test_a_click_on_a_passages_question_shows_that_passage(index):
    found = [passage for passage in index.passages if not passage.id.startswith("urgent-")]
    for passage in found[::60]:
        reply, why = explain(index, ["Does HSCT work for MS?", passage.question])
        assert reply.passages[0].id == passage.id
        assert why.probability == 1.0


def test_what_is_said_in_passing_is_not_what_is_asked():
    assert not named_in("I have two little kids, can I have a transplant?", VOCABULARY).groups
    assert named_in("I have a 9 year old with JIA", VOCABULARY).groups == {"children"}
    assert named_in("do they have trials for kids", VOCABULARY).groups == {"children"}
