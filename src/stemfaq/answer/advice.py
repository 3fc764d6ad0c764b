"""Personal advice: questions about the asker's own case get general passages and fixed lines."""

import re

from stemfaq.answer import texts
from stemfaq.answer.reply import Notice
from stemfaq.corpus.vocabulary import fold

_PERSONAL = re.compile(
    "|".join(
        (
            # What to do. What to ask, or to expect, can be told in general.
            r"\bshould (?:my \w+|he|she)\b",
            r"\b(?<!what questions )(?<!which questions )(?<!questions that )should (?:i|we)\b(?! (?:be )?(?:ask|asking|expect|expecting|bring|pack|know|look|looking|watch|watching|ring|call|phone|contact)\b)",
            r"\b(?:shall|ought) i\b",
            r"\bdo you (?:think i|recommend|advise)",
            r"\bwould you (?:recommend|advise|do)\b",
            r"\b(?:in|for) my case\b",
            # Medicines of their own.
            r"\b(?:can|may|could) i (?:just |simply |please |still )?"
            r"(?:stop|quit|skip|halve|reduce|lower|increase|double|come off|wean|taper|take|combine|mix|switch)\b",
            r"\b(?:stop|quit|come off|wean off|skip) (?:taking )?my\b",
            r"\bdo i (?:qualify|have to stop|need to stop)\b",
            r"\b(?:what|which) (?:dose|dosage)\b",
            r"\bhow (?:much|many mg|many tablets) .{0,30}\b(?:take|need)\b",
            # Whether it is for them.
            r"\bis it (?:ok|okay|right|safe) for me\b",
            r"\b(?:right|good idea|better|best|safe|safer|worth it|wise|too risky|too dangerous|work) for "
            r"(?:me|us|my (?:own )?(?:son|daughter|child|kid|wife|husband|mum|mom|dad|mother|father|sister|brother|partner))\b",
            r"\bam i (?:eligible|a candidate|too (?:old|ill|sick)|suitable|going to (?:die|survive|relapse|be (?:ok|okay|cured)))\b",
            r"\bwould i (?:qualify|be eligible)\b",
            r"\bis (?:dr|doctor|clinic|the clinic)\b.{0,40}\b(?:good|any good|legit|reliable|safe)\b",
            # What will become of them, and what their results mean.
            r"\bmy (?:own )?(?:chances?|odds|prognosis)\b",
            r"\bwill (?:it|this|that|they|the \w+|my (?:transplant|treatment|cells)) (?:even |really |actually |also )?work\b.{0,30}\bme\b",
            r"\bwill my (?:transplant|treatment|cells|infusion) (?:even |really |actually )?(?:work|fail|last)\b",
            r"\bwill i (?:be (?:one of|ok\b|okay|cured|alright|able to have)|survive|die|make it|relapse|get (?:better|worse))\b",
            r"\binterpret my\b",
            r"\bmy (?:blood |lab |test |scan |biopsy )*(?:results?|report|levels?)\b",
            r"\b(?:does|do) (?:this|that|it|these|those|my \w+) mean (?:that )?(?:i|my|we|it|the lupus)\b",
        )
    )
)
_MEDICINE = re.compile(
    r"\b(?:stop|quit|skip|halve|reduc\w+|lower\w*|increas\w+|doubl\w+|come off|coming off|wean\w*|taper\w*|dose|"
    r"doses|dosage|cold turkey|off (?:my )?(?:steroids|prednis\w+|meds|medication|medicines?|tablets|pills))\b"
)
_OF_MEDICINE = re.compile(
    r"\b(?:steroids?|prednis\w+|hydroxychloroquine|plaquenil|mycophenolate|cellcept|azathioprine|methotrexate|"
    r"cyclophosphamide|rituximab|belimumab|warfarin|blood thinners?|medicines?|medication|meds|drugs?|tablets?|"
    r"pills?|immunosuppress\w*|biologics?|dose|dosage)\b"
)


def advice_notices(question: str) -> tuple[Notice, ...]:
    """The fixed lines for a question about the asker's own case or about changing medicines."""
    text = fold(question)
    notices = []
    if _PERSONAL.search(text):
        notices.append(Notice("personal-advice", texts.PERSONAL_ADVICE))
    if _MEDICINE.search(text) and _OF_MEDICINE.search(text):
        notices.append(Notice("never-change-medicine", texts.NEVER_CHANGE_MEDICINE))
    return tuple(notices)
