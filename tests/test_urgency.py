"""Who needs help now is seen first, however it is said; who asks about a danger is answered."""

import json

import pytest

from conftest import CORPUS
from stemfaq.answer.answer import answer
from stemfaq.answer.urgency import dangers_named, said_plainly, windows
from stemfaq.corpus.check import check
from stemfaq.corpus.examples import (
    FILES,
    URGENCY,
    WORDINGS,
    check_examples,
    urgency_examples,
)
from stemfaq.corpus.questions import read_questions
from stemfaq.staff.triage_fit import labelled

PLAIN = {
    "I can't breathe": "emergency",
    "help my wife has collapsed": "emergency",
    "I have crushing chest pain since an hour": "emergency",
    "The bleeding won't stop.": "emergency",
    "I have a fever and I'm on mycophenolate": "emergency",
    "38.7 since noon, day +11 at home": "emergency",
    "temp is 101.5 and my ANC was 0.1 yesterday": "emergency",
    "fiebre y escalofrios, tres semanas tras el trasplante": "emergency",
    "my toddler swallowed some of my pills just now": "emergency",
    "I brought up something like coffee grounds": "emergency",
    "how many azathioprine would kill me": "crisis",
    "who can I call when I'm suicidal": "crisis",
    "I keep having suicidal thoughts": "crisis",
    "her throat is itching and getting tighter": "emergency",
    "stiff neck after the jab in his back, wants the curtains shut": "emergency",
    "39.8 and my pulse is 140": "emergency",
    "I can't feel my legs or pee since the spinal injection": "emergency",
    "she failed the FAST test just now": "emergency",
    "he hit his head and has one pupil bigger": "emergency",
    "he's stopped making sense": "emergency",
    "the line in her chest has snapped": "emergency",
    "we found a suicide note in his room": "crisis",
    "walking to the viaduct now": "crisis",
    "is it wrong to want my life to be over": "crisis",
    "how do I make sure I never wake up": "crisis",
    "I can't go on like this": "crisis",
    "I've been cutting myself again": "crisis",
    "i dont know who to tell. i want to die": "crisis",
    "My son told me he wants to end it": "crisis",
    "no puedo respirar": "emergency",
    "quiero morirme": "crisis",
    "je ne peux plus respirer": "emergency",
    "j'ai envie de mourir": "crisis",
    "ich bekomme keine Luft": "emergency",
    "ich will sterben": "crisis",
    "non riesco a respirare": "emergency",
    "voglio morire": "crisis",
}
NOT_NOW = (
    "Can the infusion cause chest pain?",
    "What if I can't breathe after the transplant?",
    "My mum had a stroke in 2012. Can she still have stem cells?",
    "I'm scared that my throat is swelling one day. How common are allergic reactions?",
    "Does a fever of 38.5 after a transplant always mean an infection?",
    "I had febrile neutropenia on day 6, all sorted. When may I travel?",
    "I'm 38 and had a transplant for lupus. Is the age a problem?",
    "My BMI is 38.2. Can I have a transplant?",
    "Can steroids cause suicidal thoughts?",
    "How many people with lupus have to die before it is approved?",
    "¿La infusión puede provocar dolor en el pecho?",
)


@pytest.mark.parametrize(("said", "need"), PLAIN.items())
def test_what_is_said_plainly_needs_no_model(said, need):
    assert said_plainly(said) == need


@pytest.mark.parametrize("asked", NOT_NOW)
def test_a_question_about_a_danger_a_memory_or_a_fear_is_no_emergency(index, asked):
    assert said_plainly(asked) is None
    assert answer(index, [asked]).kind != "urgent"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("can it cause chest pain?", True),
        ("my transplant was in 2019 and now I have a fever", True),
        ("blood in urine after cyclophosphamide", True),
        ("My transplant was 2 years ago, chest pain since yesterday", True),
        ("started rituximab in 2026 and my temperature is 38.4", True),
        ("my husband died last year and I think about suicide", True),
        ("I had a seizure back in 2016, all stable now, would that rule me out of CAR-T", False),
        ("My dad died by suicide in 2010. Is depression part of lupus?", False),
        ("my cousin died of sepsis after a clinic's cells in 2019. how did that happen", False),
        ("we banked our son's cord blood in 2012, any use?", False),
        ("can I have the jab for yellow fever afterwards", False),
    ],
)
def test_the_line_for_whoever_has_it_now_stands_over_dangers_that_are_not_long_ago(asked, said):
    assert bool(dangers_named(asked)) is said


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("can prednisone cause suicidal thoughts", ["crisis"]),
        ("do steroids cause seizures or self-harm", ["emergency", "crisis"]),
        ("can it cause chest pain?", ["emergency"]),
    ],
)
def test_who_asks_about_self_harm_is_told_of_help_for_that(index, asked, named):
    assert dangers_named(asked) == named
    above = [notice.kind for notice in answer(index, [asked]).notices]
    assert [kind for kind in above if kind in ("emergency", "crisis")] == named


@pytest.mark.parametrize(
    ("message", "need"),
    [
        ("How long does HSCT take\nI can't breathe", "emergency"),
        ("Is HSCT safe for lupus\r\nMy mum has collapsed", "emergency"),
        ("what is CAR-T\n\nI want to kill myself", "crisis"),
        ("I was diagnosed 3 years ago and I want to die", "crisis"),
        ("I'm scared, I can't go on any more", "crisis"),
        ("I put the letters for the kids in the drawer and counted out the tablets", "crisis"),
        ("last year I had CAR-T and I took a whole pack of pills", "emergency"),
        ("I had HSCT two months ago and my husband can't wake up", "emergency"),
        ("had hsct 3 months ago and temperature of 38.9", "emergency"),
        ("I got my cells 5 weeks ago and I have a fever", "emergency"),
        ("What should I do, I can't breathe", "emergency"),
        ("I don't know if I can go on, I want to kill myself", "crisis"),
        ("I had my transplant in 2019 and now I have a fever of 39", "emergency"),
        ("I'm afraid I'm having a stroke", "emergency"),
        ("I can\u00b4t breathe", "emergency"),
        ("I can`t breathe", "emergency"),
        ("is a swollen tongue and closing throat caused by the antibiotic", "emergency"),
    ],
)
def test_a_cry_is_heard_on_its_own_line_behind_a_memory_and_in_any_spelling(index, message, need):
    reply = answer(index, [message])
    assert (reply.kind, reply.passages[0].id) == ("urgent", f"urgent-{need}")


@pytest.mark.parametrize(
    "told",
    [
        "My dad had CAR-T for lymphoma years ago and he had a fever of 40. Is that usual?",
        "What do I do if I get a fever and I can't breathe?",
        "can steroids cause suicidal thoughts",
        "I'm scared that I won't wake up",
        "My lupus gives me rash, fever, joint pain and I am on mycophenolate. Would HSCT help?",
        "The leaflet lists: anxious, suicidal, sleepless.",
        "My CRP was 12, now 40.1, on methotrexate",
        "In 2019, I collapsed at work and they found lupus",
        "Last year, my husband stopped breathing in his transplant and they brought him back",
        "I've got my tablets ready, and wrote letters to my children for while I am in isolation",
    ],
)
def test_a_memory_a_fear_and_a_question_are_no_cry(told):
    assert said_plainly(told) is None


def test_a_list_and_a_broken_line_are_read_whole(index):
    for told in (
        "Can prednisolone make you\ntired\nanxious\nsuicidal",
        "I heard that\nmethotrexate\ncan cause fever",
    ):
        assert answer(index, [told]).kind != "urgent"


@pytest.mark.parametrize(
    ("told", "passage"),
    [
        ("dad's talking like he's drunk since breakfast and one arm just hangs", "emergency"),
        ("day 9 after my cells went back in and I can't get warm, teeth going", "emergency"),
        ("my lips feel fat and I'm wheezing, had the drip an hour ago", "emergency"),
        ("they'd all be happier if I wasn't here, I've written the letters", "crisis"),
        ("I've been saving up my tablets for when the trial says no again", "crisis"),
    ],
)
def test_the_classifier_sees_what_no_phrase_gives_away(index, told, passage):
    assert said_plainly(told) is None
    reply = answer(index, [told])
    assert (reply.kind, reply.passages[0].id) == ("urgent", f"urgent-{passage}")


def test_who_feels_hopeless_and_asks_whom_to_call_gets_the_crisis_text(index):
    reply = answer(index, ["I feel hopeless about my lupus - who can I call?"])
    assert reply.passages[0].id == "urgent-crisis"


@pytest.mark.parametrize("said", ["ive got lupus", "Hi, my daughter has JIA", "I'm 38 with MS"])
def test_who_only_names_an_illness_is_asked_what_they_want_to_know(index, said):
    reply = answer(index, [said])
    assert reply.kind == "clarify"
    assert reply.options


@pytest.mark.parametrize(
    "said", ["I have lupus and I want to die", "I've got scleroderma and chest pain"]
)
def test_who_names_an_illness_and_a_danger_gets_help(index, said):
    assert answer(index, [said]).kind == "urgent"


@pytest.mark.parametrize(
    "said",
    [
        "I already tried that, didn't work. What next?",
        "My mum thinks I should just be grateful",
        "He has money.",
        "I'm his full time carer and running on empty. Is there any help for carers?",
        "They want 9 grand more and I don't want to go. Can I have my deposit back?",
    ],
)
def test_everyday_turns_are_no_cries(index, said):
    assert answer(index, [said]).kind != "urgent"


def test_who_may_mean_either_gets_the_numbers_of_both(index):
    unsure = answer(index, ["I think I'm dying"])
    assert {notice.kind for notice in unsure.notices} == {"emergency", "crisis"}
    plain = answer(index, ["they'd all be happier if I wasn't here, I've written the letters"])
    assert [notice.kind for notice in plain.notices] == ["crisis"]


STORY = """\
We have been reading about trials in three countries and the insurance is slow. My husband keeps
a folder with every letter since 2019, and the children have learned to make their own tea. The
consultant in Leeds is kind but always late. In March we drove to Manchester for a second
opinion and came home with more leaflets than answers. His sister thinks we should wait, my
mother thinks we should go to Germany. We have a dog, a mortgage and a garden that nobody has
touched since summer. I teach four days a week and do the shopping on the way home. The new drug
was added in May, and his bloods have been steady since.
"""


def test_a_danger_in_the_middle_of_a_long_story_is_seen(index):
    now = "Since this morning he cannot be woken properly and his lips have gone blue. "
    assert answer(index, [STORY + now + STORY + "Is the trial in Leeds open?"]).kind == "urgent"
    assert answer(index, [STORY + STORY + "Is the trial in Leeds open?"]).kind != "urgent"


def test_every_word_of_a_story_is_read_once_in_pieces_that_fit():
    story = " ".join(f"w{i}{'.' if i % 17 == 0 else ''}" for i in range(1000))
    pieces = windows(story)
    assert " ".join(pieces) == story
    assert max(len(piece.split()) for piece in pieces) <= 110
    assert windows("one two") == ["one two"]
    assert windows("") == [""]


@pytest.mark.parametrize("name", FILES)
def test_the_real_examples_are_sound(name):
    passages = {path.stem for path in CORPUS.glob("passages/*/*.md")}
    assert list(check_examples(CORPUS / name, passages)) == []


def test_check_names_the_line_of_a_bad_example_even_without_golden_questions(small_corpus):
    corpus = small_corpus()
    good = '{"text": "help", "label": "emergency"}'
    lines = [good, "", "{no json", '{"text": "x", "label": "sad"}', good]
    (corpus / URGENCY).write_text("\n".join(lines))
    found = [p for p in check(corpus).errors if p.path == URGENCY and "urgent-" not in p.message]
    assert [problem.line for problem in found] == [3, 4, 5]
    assert "twice" in found[-1].message


def test_check_names_a_wording_of_a_passage_that_is_not_there(small_corpus):
    corpus = small_corpus()
    lines = [
        {"text": "and for men?", "before": "does alpha work", "passages": ["alpha"]},
        {"text": "and for men?", "passages": ["alpha"]},  # another message, since it follows none
        {"text": "what then", "passages": ["alpha", "omega"]},
        {"text": "does alpha work and for men?", "passages": ["alpha"]},  # reads as the first
        {"text": "who", "passages": []},
    ]
    (corpus / WORDINGS).write_text("\n".join(map(json.dumps, lines)))
    found = [p for p in check(corpus).errors if p.path == WORDINGS]
    assert [problem.line for problem in found] == [3, 4, 5]
    assert "omega" in found[0].message


def test_a_question_that_the_crisis_passage_may_answer_is_no_crisis_to_learn_from():
    # "Does lupus cause depression" names that passage; only its kind says what it is.
    questions, _ = read_questions(CORPUS / "questions.jsonl")
    examples = urgency_examples(CORPUS)
    data = labelled(examples, questions)
    learned = {number - len(examples) for number in data.messages[data.labels > 0]}
    assert {q.id for number, q in enumerate(questions) if number in learned} == {
        q.id for q in questions if q.kind == "urgent"
    }
