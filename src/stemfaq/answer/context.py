"""Context: a follow-up completed by what it leaves out, from the turns before it.

Nothing is written: the completed question is made of the patient's own words and the
vocabulary's names, and the page shows it wherever it differs from what was typed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from stemfaq.answer.parts import asks
from stemfaq.answer.smalltalk import smalltalk
from stemfaq.answer.urgency import said_plainly
from stemfaq.corpus.entities import KINDS, OTHER_THERAPY, Named, named_in
from stemfaq.corpus.vocabulary import GENERAL, Vocabulary, words

_TREATMENTS = ("therapies", "drugs")
_MATTERS = frozenset(
    ("fertility", "pregnancy")
)  # groups of the vocabulary that are matters as well
_MY = re.compile(r"(?:my|our|his|her|their)\b", re.IGNORECASE)
_MARKER = re.compile(
    r"^(?:(?:and|or|but|so|also|ok(?:ay)?|then|right|hmm+|well|no|yes|sorry|i mean(?:t)?|what about"
    r"|how about|what if|same for|same question(?: but)?(?: for)?"
    r"|compared (?:with|to)|versus|vs|now|instead|thanks|thank you)"
    r"\b[\s,:.!-]*)+",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"^(?:and |or |but )?(?:compared (?:with|to)|versus|vs)\b[\s,:.]*", re.IGNORECASE
)
# "That" and "those" stand for a thing only before an end or what is said of it: not in "that big
# trial" or "anything that helps". "They" in "they won't pay" are people.
_SAID_OF_IT = (
    r"(?= *(?:$|[?.!,;]|(?:in|for|with|if|when|at|too|even|really|actually|still|also|be|not|safe"
    r"|dangerous|bad|painful|common|rare|normal|serious|permanent|risky|proven|approved|legal"
    r"|possible|better|worse|different|work|help|hurt|last|cost|happen|cure|cause|mean|treat|start"
    r"|stop|come|go|affect|given|done|used|made|covered|caused|supposed)s?\b))"
)
_PEOPLE_DO = re.compile(
    r"\bthey (?:\w+ )?(?:do|use|take|give|treat|pay|say|tell|check|want|let|offer|charge|know"
    r"|collect|call|put|get|need|think|decide|find|ask|accept|have|had)\b",
    re.IGNORECASE,
)
_THING = re.compile(rf"\bit\b(?!')|\b(?:this|that)\b{_SAID_OF_IT}", re.IGNORECASE)
_THINGS = re.compile(rf"{_THING.pattern}|\b(?:they|them|those|these)\b{_SAID_OF_IT}", re.IGNORECASE)
# "It" may be the illness in "is it serious", and is in "if it comes back"; not in "is it legal".
_OF_ILLNESS_ALONE = re.compile(
    r"\b(?:cured|hereditary|genetic|inherit(?:ed)?|run in|catching|contagious|infectious"
    r"|(?:it|this|that)(?: \w+)? (?:(?:come|comes|came|coming) back|returns?|relapses?))\b",
    re.IGNORECASE,
)
_OF_ILLNESS = re.compile(
    rf"{_OF_ILLNESS_ALONE.pattern}|\b(?:cure|treat(?:ed|able)?|flares?|worsen"
    r"|(?:get|gets) (?:worse|better)|serious|kill|fatal|(?:go|goes) away|spread|cause[ds]?"
    r"|live with|die (?:of|from))\b",
    re.IGNORECASE,
)
_PLAIN = 8  # words; in a longer turn a pronoun may stand for much else
_POINTS = re.compile(
    r"\b(?:it|that|this)\b(?!'| (?:number|figure|one|kind|sort|much|long|bad|way|time|case|disease"
    r"|same|part|place)\b)",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"\b(?:it|its|it's|that|this|these|those|they|them|their|they're|there|here|he|she|him|her|his|such"
    r"|same|instead|either|else|both|neither|ones?|the (?:treatment|procedure|cells?|therapy"
    r"|operation|infusions?|injections?|stud(?:y|ies)|trials?|drugs?|clinics?|risks?|side effects?"
    r"|results?|price|costs?|other|first|second|last)"
    r"|(?:any|some)thing (?:less|more|safer|gentler|milder|kinder|better|cheaper))\b",
    re.IGNORECASE,
)
_RELATIVE = (
    r"(?:sister|brother|mum|mom|mother|dad|father|son|daughter|aunt|uncle|cousin|friend|wife|husband"
    r"|partner)"
)
_IMPERSONAL = re.compile(
    r"\bis it (?:true|possible|normal|ok|okay|legal) (?:that|to|for)\b|\bit is\b"
    r"|\bthere (?:is|are|any|a)\b|\b(?:is|are|was|were) there\b|\b(?:say|think|know|mean|heard"
    r"|read|told me|true|sure|afraid|worried) that\b|\bthis (?:disease|illness|site|page)\b"
    rf"|\bsomeone else'?s?\b|\b{_RELATIVE} (?:has|had|have|got) (?:it|this|that)\b"
    r"|\bthat (?:i|my|people|patients|stem)\b"
    r"|\b(?:isn|wasn|doesn|hasn|won|can|couldn|wouldn|ain)'?t it(?=[ ?.!]*$)|\binnit\b",
    re.IGNORECASE,
)
_NEAR = 40  # characters before a name in which it may be taken back
_NOT = re.compile(
    r"(?:^|[.;!?,–-] *|\b(?:sorry|no|oh|oops)[, ]+)(?:sorry[, ]+|no[, ]+)?(?:it'?s )?"
    r"(?:not|i (?:do not|don'?t|didn'?t) mean)(?: an?| the)? $",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r" *(?:[,;.!–—-]|but\b|i mean\b|it'?s\b)(?! *(?:or|nor|why|what|and)\b)", re.IGNORECASE
)
_NEW = re.compile(
    r"^(?:on |now |ok |i have )*(?:an?(?:other)? )?(?:completely |totally )?"
    r"(?:different|new|other|separate)? ?(?:thing|question|topic|subject|matter|note)\b"
    r"(?: now| please| then)?[\s,:.!-]+"
    r"|^(?:and )?(?:moving on|(?:to )?something else|unrelated|by the way|btw|off topic"
    r"|(?:to )?change (?:of |the )?subject)(?: now| then)?[\s,:.!-]+",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"^(?:what (?:is|are|does|do)|what's|whats) (?:an? |the )?([\w' -]{3,45}?)"
    r"(?: mean| stand for| exactly)?[?.! ]*$",
    re.IGNORECASE,
)
_ASKED_AGAIN = re.compile(
    r"^(?:is|are|does|do|would|will|can) (?:it|that|this|they|those) "
    r"(?:also |even |really |work |go |done )*(?=(?:for|in|with|if|when|as|at|after|from|on)\b)",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:helps?|(?:get|gets) (?:better|worse)|(?:come|comes|go|goes) (?:back|away))\b",
    re.IGNORECASE,
)
_I_AM = re.compile(r"^(?:i'?m|i am|we'?re|we are|s?he'?s|s?he is|they'?re) ", re.IGNORECASE)
_GENERIC = re.compile(
    r"\b(?:stem[ -]?cells?|cell (?:therap(?:y|ies)|treatments?))\b", re.IGNORECASE
)
_MORE = re.compile(
    r"(?:please |can you |could you )*(?:tell|say|give|show|explain)?(?: me| us)?"
    r"(?: (?:a bit|some|a little|any))? ?(?:more|further)(?: (?:about (?:it|that|this)|details?"
    r"|info(?:rmation)?|please))*"
    r"|(?:go on|continue|elaborate|explain(?: that| it| this)?(?: more)?"
    r"|(?:what|anything) else|in more detail|more details?)(?: please)?"
)
_SIMPLER = re.compile(
    r"(?:please |can you |could you |sorry )*"
    r"(?:(?:explain|say|put) (?:it |that |this )?(?:to me )?)?"
    r"(?:(?:more simply|simpler|more simple|in (?:simple|simpler|plain|easy|easier) "
    r"(?:words|english|terms|language)|like i'?m (?:five|5|a child))(?: please)?"
    r"|i (?:do not|don't|dont|didn't|didnt) (?:understand|get)(?: it| that| this)?)"
)
_ELSE = re.compile(
    r"\bwhat else (?:is there|is left|helps|can i (?:do|take|try)|could (?:i|help))\b"
    r"|\b(?:what|any|are there) other (?:options|treatments)\b",
    re.IGNORECASE,
)
_CONTRASTS = re.compile(
    r"\b(?:differ\w*|compar\w*|versus|vs|both of (?:them|these)|between (?:them|the two)|either"
    r"|which (?:one|(?:is|has|was) (?:less|more|\w+er|better|worse|the)))\b",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(r"\balternatives?\b|\bwhat else\b|\bother (?:options|treatments)\b", re.I)
_MEANT = re.compile(
    r"(?:(?:and|but|so) )?what (?:did|do|does|is|'s)? ?(?:you|it|that|they)? ?mean(?:t)?"
    r" (?:by|with) (.+)"
)
_FILLER = frozenset(
    """
    a an the for in on of with to at by from about is are was were do does did can will would could
    should and or but so what how why when where who which if i my me we us you people patients
    someone those these it its that this they them one also too just only same question now instead
    then ok okay please mean meant has have had having got be been there case cases specifically
    anyone any not no yes really how much many come sure true is i'm im we're he's she's
    """.split()
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question with its context: `text` is shown as understood, `turn` is what was typed."""

    text: str
    turn: str
    previous: str = ""  # the turns that led to it, unless it says that it leaves them
    is_follow_up: bool = False  # whether it leans on that question
    wants_more: bool = False  # "tell me more": another passage than the one shown before
    replaced: str = ""  # the question before it, of which this one asks for something else


def understand(turns: Sequence[str], vocabulary: Vocabulary) -> Understood:
    """Complete the last of the cleaned turns from the earlier ones; empty ones are passed over."""
    completed, led = "", list[str]()
    replaced = ""  # what was asked of another before: "and in MS?" "why is that so different?"
    for typed in turns[:-1]:
        turn = _corrected(typed, vocabulary)
        if turn and not smalltalk(turn):
            understood = complete(_both(replaced, completed, turn), turn, vocabulary)
            completed, replaced = understood.text, understood.replaced
            led = [*led, turn] if understood.previous else [completed]
    turn = _corrected(turns[-1], vocabulary)
    understood = complete(_both(replaced, completed, turn), turn, vocabulary)
    understood = replace(understood, turn=turns[-1])
    return replace(understood, previous=" ".join(led)) if understood.previous else understood


def _both(replaced: str, completed: str, turn: str) -> str:
    """The question before, and where a turn sets things against each other the one before that."""
    return (
        f"{_sentence(replaced)} {completed}" if replaced and _CONTRASTS.search(turn) else completed
    )


def _corrected(turn: str, vocabulary: Vocabulary) -> str:
    """The turn without what it takes back: "sorry not vasculitis, she's got scleroderma"."""
    mentions = vocabulary.mentions(turn)
    for place, (start, end, names) in enumerate(mentions):
        before = turn[max(0, start - _NEAR) : start]  # no further back: a long message stays quick
        said = _NOT.search(before)
        if not said or not _TAKEN_BACK.match(turn[end:]):
            continue
        kinds = [kind for kind in KINDS if set(names) & getattr(vocabulary, kind).keys()]
        later = {name for _, _, others in mentions[place + 1 :] for name in others}
        if any(later & getattr(vocabulary, kind).keys() for kind in kinds):
            return turn[: start - len(before) + said.start()] + turn[end:].lstrip(" ,;.!–—-")
    return turn


def complete(previous: str, turn: str, vocabulary: Vocabulary) -> Understood:
    """Complete one turn from the completed question before it."""
    if not previous:
        return Understood(turn, turn)

    def follow_up(text: str, *, leans: bool = True) -> Understood:
        return Understood(text, turn, previous, is_follow_up=leans)

    said = " ".join(words(turn))
    if _MORE.fullmatch(said):
        return Understood(previous, turn, previous, is_follow_up=True, wants_more=True)
    if _SIMPLER.fullmatch(said):
        return Understood(previous, turn, previous, is_follow_up=True)
    before, now = named_in(previous, vocabulary), named_in(turn, vocabulary)
    if meant := _MEANT.fullmatch(said):
        asked = f"What does {meant[1]} mean?"
        return follow_up(with_names(asked, missing(before, now, ("diseases",))))
    rest = _MARKER.sub("", turn).strip()
    if (fresh := _NEW.sub("", rest)) != rest and fresh:
        return Understood(fresh, turn)
    if _is_told(previous, before, turn, now, vocabulary):
        return Understood(f"{_sentence(previous, '.')} {turn}", turn, previous)
    if re.match(r"even\b", rest, re.IGNORECASE):
        return Understood(f"{previous.rstrip(' ?.!')}, {rest}", turn, previous)
    compares = _COMPARED.match(turn) and (now.therapies or now.drugs)
    if compares and not _content(rest, vocabulary):  # asked of both, not of the new one alone
        return follow_up(f"{previous.rstrip(' ?.!')} {_COMPARED.sub('compared with ', turn)}")
    if not _content(rest, vocabulary):
        if _asks_of_a_matter(rest, now):
            return follow_up(with_names(rest, missing(before, now, ("therapies", "diseases"))))
        if now.drugs and _ALTERNATIVE.search(previous):  # one of those that were asked for
            return follow_up(with_names(turn, missing(before, now, ("diseases",))))
        no_question = not (asks(previous) or before.therapies or before.drugs)
        if now and no_question and before.diseases and not (now.diseases or now.places):
            return Understood(f"{_sentence(previous, '.')} {turn}", turn, previous)
        if now:
            asked = _substituted(previous, rest, now, vocabulary)
            return replace(follow_up(asked), replaced=previous)
        return follow_up(f"{_sentence(turn)} {previous}")
    refers = bool(_REFERS.search(_IMPERSONAL.sub(" ", turn))) or rest != turn
    treatments = now.therapies or now.drugs
    if not refers and (now.diseases or (treatments and not _sets_the_scene(previous, before))):
        return Understood(turn, turn, previous)
    kinds = [kind for kind in KINDS if refers or kind != "groups"]
    if treatments or _ELSE.search(turn):
        kinds = [kind for kind in kinds if kind not in _TREATMENTS]
    left_out = missing(before, now, kinds)
    if now.therapies and re.search(r"\bthan\b", turn, re.IGNORECASE):
        left_out = replace(left_out, therapies=before.therapies - now.therapies)
    if set(_TREATMENTS) <= set(kinds) and not before.therapies and _GENERIC.search(previous):
        left_out = replace(left_out, therapies=frozenset({"stem cells"}))
    filled, about = _filled(previous, turn, vocabulary)
    completed = filled != turn or bool(about)
    if refers and not left_out and not now and not completed:
        return follow_up(f"{_sentence(turn)} {previous}")
    return follow_up(with_names(filled, left_out, about), leans=refers or completed)


def _is_told(previous: str, before: Named, turn: str, now: Named, vocabulary: Vocabulary) -> bool:
    """Whether the turn before tells what this one, which names nothing itself, asks about.

    Both are then one message. Who tells of an illness alone and asks for "this" means what we
    write about, so that nothing else may take its place. A call for help is read out again only
    above a turn that points back to it.
    """
    if asks(previous) or now or _own_subject(turn, vocabulary):
        return False
    plain = _IMPERSONAL.sub(" ", turn)
    if said_plainly(previous) and not _REFERS.search(plain):
        return False
    named = before.therapies or before.drugs or before.places
    return bool(named) or not _POINTS.search(plain)


def _asks_of_a_matter(rest: str, now: Named) -> bool:
    """Whether a fragment names no people but a matter of its own: "and my periods?"."""
    others = now.diseases or now.therapies or now.drugs or now.places
    return not others and bool(now.groups) and now.groups <= _MATTERS and bool(_MY.match(rest))


def _filled(previous: str, turn: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """The turn with what the question before asked about: "how long do side effects last".

    That is a part of an illness or treatment, or what it wanted explained. It takes the place of
    a pronoun, or else is to be named behind a turn that asks about nothing of its own.
    """
    if not (meant := vocabulary.aspect_in(previous)):
        defined = _DEFINED.search(previous)
        return (defined and _in_place(turn, defined[1], _THING)) or turn, ""
    plural = vocabulary.aspects[meant].plural
    own = _own_subject(turn, vocabulary) or bool(vocabulary.aspect_in(_LEANS.sub(" ", turn)))
    pronoun = _THINGS if plural else _THING
    if (plural or not own) and (placed := _in_place(turn, meant, pronoun)):
        return placed, ""
    return turn, "" if own else meant


def _in_place(turn: str, name: str, pronoun: re.Pattern[str]) -> str | None:
    """A short turn with the name in place of a pronoun; None if none surely stands for it."""
    if not _is_plain(turn):
        return None
    plain = _IMPERSONAL.sub(lambda match: "_" * len(match[0]), turn)
    found = pronoun.search(plain)
    if not found or (found[0].lower() == "they" and _PEOPLE_DO.search(turn)):
        return None
    return f"{turn[: found.start()]}{name}{turn[found.end() :]}"


def _is_plain(turn: str) -> bool:
    return len(turn.split()) <= _PLAIN and not re.search(r"[.?!] ", turn)


def _own_subject(turn: str, vocabulary: Vocabulary) -> bool:
    """Whether a turn asks for something by itself; "does it help" leans on what was meant."""
    return bool(vocabulary.subjects_in(_LEANS.sub(" ", turn)))


def _sets_the_scene(previous: str, before: Named) -> bool:
    """Whether a turn says who is ill with what, and asks of no treatment yet."""
    of_none = not (before.therapies or before.drugs or _GENERIC.search(previous))
    return bool(before.diseases) and (of_none or not asks(previous))


def missing(before: Named, now: Named, kinds: Sequence[str] = KINDS) -> Named:
    """What was named before, of the kinds of which nothing is named now."""
    return Named(**{kind: getattr(before, kind) for kind in kinds if not getattr(now, kind)})


def with_names(turn: str, names: Named, meant: str = "") -> str:
    """The turn with what it leaves out: "is that safe?" becomes "is HSCT safe for lupus?".

    A longer turn has it in brackets, so that no word of the patient's is changed; so has one that
    leaves out too what it `meant`.
    """
    text, mark = (turn[:-1].rstrip(), "?") if turn.endswith("?") else (turn, "")
    treatment = _listed((names.therapies - {OTHER_THERAPY}) or names.drugs)
    diseases = _listed(names.diseases - {GENERAL})
    if meant or not _is_plain(turn):
        left_out = (meant, treatment, diseases, _listed(names.places), _listed(names.groups))
        listed = ", ".join(dict.fromkeys(filter(None, left_out)))
        return f"{text} ({listed}){mark}" if listed else turn
    alone = bool(_OF_ILLNESS_ALONE.search(text))
    means_illness = alone or (not treatment and _OF_ILLNESS.search(text))
    for name, word in ((treatment, "with"), (diseases, "for")):
        if not name or name.casefold() in text.casefold():
            continue
        pronoun = _THINGS if name.endswith(("s", "MSC")) and name == treatment else _THING
        stands_for_it = means_illness if name == diseases else not (alone and diseases)
        placed = _in_place(text, name, pronoun) if stands_for_it else None
        text = placed or f"{text} {word} {name}"
    if names.places:
        text = f"{re.sub(r' *there$', '', text)} ({_listed(names.places)})"
    return f"{text}{f' in {_listed(names.groups)}' if names.groups else ''}{mark}"


def _listed(names: frozenset[str]) -> str:
    return " and ".join(sorted(names))


def _substituted(previous: str, rest: str, now: Named, vocabulary: Vocabulary) -> str:
    """The question before, asked of what is named now: "and for MS?"."""
    text, left = previous, _I_AM.sub("", rest.strip(" ?.!"))
    # "Other" is no name: the medicine that it stands for is named too.
    new = {kind: names for kind in KINDS if (names := getattr(now, kind) - {OTHER_THERAPY})}
    for kind in new:
        replaced = _TREATMENTS if kind in _TREATMENTS else (kind,)
        text, done = _replaced(text, replaced, _listed(new[kind]), vocabulary)
        if done:
            left = ""
    if not left:
        return text
    if asked := _ASKED_AGAIN.match(left):  # "is it for kids too": of the same thing
        left = left[asked.end() :]
    tied = re.match(r"(?:for|in|with|if|when|as|at|after|about|from|on)\b", left, re.IGNORECASE)
    return f"{text.rstrip(' ?.!')} {left if tied else f'for {left}'}?"


def _replaced(
    text: str, kinds: Sequence[str], name: str, vocabulary: Vocabulary
) -> tuple[str, bool]:
    """The text with the first mention of a kind replaced, and whether there was one."""
    for start, end, names in vocabulary.mentions(text):
        if any(known in getattr(vocabulary, kind) for kind in kinds for known in names):
            return re.sub(r"\bthe the\b", "the", f"{text[:start]}{name}{text[end:]}"), True
    if "therapies" in kinds and (generic := _GENERIC.search(text)):
        return f"{text[: generic.start()]}{name}{text[generic.end() :]}", True
    return text, False


def _content(text: str, vocabulary: Vocabulary) -> list[str]:
    """The words that are neither filler nor part of a name nor an age."""
    for start, end, _ in reversed(vocabulary.mentions(text)):
        text = f"{text[:start]} {text[end:]}"
    text = re.sub(r"\b\d+[ -]?(?:years?|yrs?|yo)\b|\bolds?\b|\baged?\b", " ", text, flags=re.I)
    return [word for word in words(text) if len(word) > 1 and word not in _FILLER]


def _sentence(text: str, mark: str = "?") -> str:
    return text if text.rstrip().endswith((".", "?", "!")) else f"{text.rstrip()}{mark}"
