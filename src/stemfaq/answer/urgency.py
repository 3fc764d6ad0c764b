"""Urgency: who describes an emergency or a crisis now gets help first, and nothing else.

Two readers, and either is enough. A model judges the whole message (index/triage.py; how it was
made and how it does: docs/triage.md). A short list of plain statements ("I can't breathe", "I want to
kill myself") is always taken at its word, so that nobody who says it straight depends on a
model; it also knows the commonest ones in four other languages. What is asked, told of long ago or
feared is left to the model, clause by clause.
"""

import re
from collections.abc import Sequence
from typing import Literal

from stemfaq.answer.question import clean
from stemfaq.corpus.passage import sentences
from stemfaq.corpus.vocabulary import Vocabulary, fold, words
from stemfaq.index.opening import Index

Urgency = Literal["emergency", "crisis"]
_TOLD_APART = 3.0  # log-odds of crisis against emergency from which one of them is meant
_SURELY = 2.0  # log-odds above the threshold from which a question for a cause is urgent too
_WINDOW = 110  # words that the classifier reads at once; it cuts after 192 tokens


# No pattern may go over the rest of the text once for each of its places: a long message would
# then take seconds in which nobody else is answered.
def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_CRISIS = _any(
    r"\b(?:want(?:ing)?|going|ready|planning|decided|wish\w*|tempted|thinking about|thought about)"
    r"(?: to)? (?:kill|killing|hang|hanging|shoot|shooting|drown|drowning) my ?self\b",
    r"\bi (?:really |just |honestly )*(?:want to|wanna|wish i could|wish i would) (?:die|be dead)\b",
    r"\b(?:end|ending|take|taking|takes) (?:my|his|her|their) own life\b|\b(?:end|ending) my life\b",
    r"\b(?:am|'m|will|'ll|going to|want to|planning to) (?:be )?tak(?:e|ing) (?:my|his|her) life\b",
    r"\b(?<!not )(?<!no )(?<!never )(?<!n't )suicidal (?:thoughts?|ideation|feelings?|now|again|today|tonight)\b(?<!about suicidal thoughts)(?<!cause suicidal thoughts)",
    r"^suicidal\W*$|\b(?:hurting|cutting|harming) my ?self (?:again|tonight|now|every|to feel)\b",
    r"\bi(?: am|'m|'ve been| have been| feel| keep)? (?:feeling |thinking )*(?:of |about )?suicid(?:e|al)\b",
    r"\b(?:i|he|she|they) (?:do not|don'?t) want to (?:live|be alive) any ?more\b",
    r"\bi (?:really |just )*(?:can'?t|can ?not) go on(?: like this)?(?: any ?more| any longer| like this)\b",
    r"\b(?:everyone|they|family|kids|you)(?: all| would|'d|'ll| will| are)* be better off without me\b",
    r"\b(?:he|she|son|daughter|husband|wife|mum|mom|dad|friend|brother|sister)(?: just| has|'s)* "
    r"(?:said|says|told me|texted me|keeps saying)(?: that)? (?:he|she)(?:'s| is| will|'ll| wants)"
    r"(?: going)?(?: to)? (?:kill (?:him|her)self|die\b|suicidal|end it)",
    r"\b(?:found|left|wrote|written|with|her|his) (?:an? )?suicide (?:letter|note)\b",
    r"\b(?:walking|driving|heading|off|on my way) to the (?:bridge|viaduct|cliffs?|railway line|(?:railway|train) tracks)\b"
    r"[^.?!]{0,12}\bnow\b",
    # Spanish, French, German, Italian
    r"\bquiero morir\w*|\bme quiero (?:matar|morir)|\bsuicidarme|\bquitarme la vida",
    r"\bno quiero (?:seguir viviendo|vivir)",
    r"\bje veux mourir|\bme suicider|\bje ne veux plus vivre|\benvie de mourir|\ben finir avec la vie",
    r"\bich will sterben|\bmich um(?:zu)?bringen\b|\bmir das leben nehmen|\bich will nicht mehr leben",
    r"\bvoglio morire|\bsuicidarmi|\buccidermi|\bnon voglio (?:piu )?vivere|\b(?:farla|la faccio) finita\b",
)
# Asked as a question it is no less a cry.
_CRISIS_ASKED = _any(
    r"\bhow (?:many|much) (?!people|patients|of us|others)[^.?!]{1,40}"
    r"\b(?:to die\b(?! out| down)|to kill my ?self|(?:will|would|to) kill me\b)",
    r"\bhow (?:do|can|could) i\b[^.?!]{0,30}\b(?:do not|don'?t|never) wake up\b",
    r"\bwant(?:ing)? (?:my|this) life to (?:be over|end)\b",
    r"\bwould kill me (?:the )?(?:quick|fast)\w*|\b(?:best|easiest|painless|quickest) way to (?:die|end it|kill)",
    r"\bwho (?:can|do|should|could) i (?:talk|speak|call|ring|turn|text)[^.?!]{0,40}\b(?:suicid|want(?:ing)? to die)",
    r"\b(?:hopeless|in despair)\b[^.?!]{0,60}\bwhom? (?:can|do|should|could) i (?:talk|speak|call|ring|turn|text)\b",
)
# Medicines at hand and despair in one message; neither alone is a cry.
_AT_HAND = _any(
    r"\b(?:pills?|tablets?|meds|medicines?|capsules?|bottle|rope|blade|knife|gun)\b[^.?!]{0,30}"
    r"\b(?:in front of me|next to me|beside me|in my hands?|lined up|counted out|laid out|saved up|ready)\b",
    r"\b(?:counted|saved up|saving|lined up|laid out)\b[^.?!]{0,15}\b(?:pills|tablets|meds)\b",
)
_DESPAIR = _any(
    r"\b(?:what'?s|is there|there'?s no|no|any|see the) (?:the )?point\b(?! in (?:a|the|another|doing|trying)\b)|\bgood ?bye\b",
    r"^(?!.*\b(?:hospital|isolation|admi(?:tted|ssion)|while i(?:'m| am))\b).*\bletters? (?:for|to)"
    r" (?:the|my) (?:kids|children|family|parents|husband|wife|partner|mum|mom|dad|girls|boys|sons?"
    r"|daughters?|sister|brother)\b",
    r"\bi'?m (?:so )?sorry\b|\b(?:can'?t|cannot) (?:do this|go on|take (?:this|any ?more))\b"
    r"|\bnobody (?:would|will) (?:care|miss)\b|\bso tired of (?:this|it|everything|all)\b|\bto be over\b|\bend it\b",
)
_WHO = r"(?:i|he|she|we|they|my \w+|mum|mom|dad)"
_EMERGENCY = _any(
    rf"\b{_WHO}(?: suddenly| now| really| just)* (?:can'?t|cannot|can not|can hardly|can barely) "
    r"(?:breathe?|get (?:my|his|her|any|enough) (?:breath|air))\b",
    rf"\b{_WHO}(?: is| am| are|'s|'m|'re| has| have|'ve)* (?:just |now |suddenly )*"
    r"(?:not breathing|stopped breathing|unconscious|collapsed|unresponsive|having (?:a|an) "
    r"(?:stroke|heart attack|seizure|fit|allergic reaction|severe allergic reaction))\b",
    r"\bi (?:have|'?ve got|am having|got) (?:a |an |some |really |very |bad |sudden |severe |strong |"
    r"crushing |awful |terrible )*(?:chest pains?|pain in my chest|crushing pain)\b",
    r"\b(?:bleeding|nosebleed|blood)\b.{0,20}\b(?:won'?t|will not|doesn'?t|not) stop(?:ping)?\b",
    r"\b(?:throat|tongue)(?: is| are|'s) (?:closing|swelling|swollen)\b",
    r"\bthroat\b[^.?!]{0,30}\bgetting (?:narrower|tighter|narrow|tight)\b",
    # A failed test for a stroke, a pressure on the brain, an infection of its lining or of the spine.
    r"\bfailed (?:the )?(?:fast|face|arms?|speech)\b|\bfast test\b[^.?!]{0,40}\bfailed\b",
    r"\bone pupil(?: is|'s)? (?:bigger|larger|blown)\b(?!.*\b(?:drops|optician))|\b(?:he|she)(?:'s| has)? stopped making (?:any )?sense\b",
    r"\bstiff neck\b[^.?!]{0,40}\b(?:curtains?|(?:can'?t|cannot) (?:bear|stand) (?:the )?light|light hurts)\b",
    r"\b(?:can'?t|cannot) feel (?:my|his|her) legs\b[^.?!]{0,25}\b(?:pee|wee|urinate|pass (?:water|urine))\b",
    r"^(?=.*\b(?:39|4[01])[.,]\d\b).*\b(?:heart rate|pulse|hr)\b[^.?!]{0,10}\b1[3-9]\d\b",
    r"\bline in (?:my|his|her) (?:chest|neck|arm)\b[^.?!]{0,25}\b(?:in half|snapped|dripping|bleeding|come out|came out)\b",
    r"\b(?:won'?t|cannot|can'?t|will not) wake (?:up|him|her)\b|\bthink(?:s)? (?:i|he|she)(?:'m| am|'s| is) "
    r"having a (?:stroke|heart attack)\b",
    r"\b(?:vomiting|throwing up|coughing up|coughing|bringing up) (?:up )?(?:fresh |bright red )?blood\b",
    r"\b(?:brought|bringing|coughed|threw|throwing|vomit\w*|sick)\b[^.?!]{0,30}\b(?:mouthfuls? of blood|coffee[- ]grounds?)\b",
    r"\bso much blood\b|\b(?:is|am|are|he's|she's) seizing\b|^seizing\b|\bjust had a (?:fit|seizure)\b",
    r"\b(?:is )?(?:the )?worst headache of my life\b",
    r"\b(?:swal+owed|drank|eaten|ate|got into)\b[^.?!]{0,30}\b(?:tablets?|pills?|capsules?|medicines?|medication)\b"
    r"(?<!hydroxychloroquine tablets)(?=.{0,40}\b(?:by mistake|accident\w*|now|just|help)\b|$)",
    r"\b(?:took|taken|given|gave)\b[^.?!]{0,50}\b(?:by mistake|by accident|accidentally|instead of once a week)\b(?!.*\b(?:rang|said|fine)\b)",
    # Too many at once, or those of somebody else.
    r"\b(?:took|taken|swal+owed|ate|eaten|had|drank)\b(?: \w+){0,2} (?:whole|entire|full) "
    r"(?:pack(?:et)?|box|bottle|strip|blister)\b",
    r"\b(?:took|taken|swal+owed|ate|eaten)\b[^.?!]{0,15}\b(?:all|most|loads|lots|handfuls?) (?:of )?(?:my|his|her|their|the)\b"
    r"[^.?!]{0,60}\b(?:at once|in one go|together|at the same time)\b",
    r"\b(?:son|daughter|toddler|baby|child|kid|grandson|granddaughter|little (?:boy|girl|one)|year[- ]old)\b"
    r"(?: has| just|'s)* (?:swal+owed|ate|eaten|drank|drunk|chewed)\b[^.?!]{0,12}\b(?:my|mum'?s|dad'?s|nan(?:na)?'?s|gran(?:dma|dad|ny)?'?s)\b"
    r"(?! (?:food|dinner|lunch|breakfast|tea|cake))",
    r"\b(?:i|he|she|they|mum|mom|dad|my \w+)(?: think| thinks| may| might| have| has|'ve|'s|'m| just)*(?: i(?:'ve| have)?| (?:s?he)(?:'s| has)?)? "
    r"(?:over ?dosed|(?:taken|took) an? (?:accidental )?over ?dose)\b(?!.*\b(?:years?|once|last (?:year|month)|college|school|student|[789]0s)\b)",
    r"^(?:an? )?(?:accidental )?over ?dose\b.*\b(?:help|now|what (?:do|should|can) (?:i|we) do)\b|^accidental over ?dose\b",
    # Spanish, French, German, Italian
    r"\bno puedo respirar|\bme duele (?:mucho )?el pecho|\bdolor (?:fuerte )?en el pecho|\bno responde\b",
    r"\bpeux (?:pas|plus) respirer|\barrive (?:pas|plus) a respirer|\b(?:mal|douleur) (?:a|dans) la poitrine",
    r"\bkann (?:kaum |nicht )(?:mehr )?atmen|\bkeine luft\b|\bbrustschmerz|\bschmerzen in der brust|\bbewusstlos\b",
    r"\bnon riesco a respirare|\b(?:dolore|male) al petto|\bnon si sveglia\b",
    r"\bse (?:me|le) (?:duerme|cae|tuerce|paraliza)\b[^.?!]{0,30}\b(?:cara|boca|brazo)\b|\bno (?:me|le) salen las palabras",
    r"\bno puedo (?:hablar|mover)\b|\bbouche (?:tordue|de travers)|\bne peu[xt] plus (?:parler|bouger)|\barrive plus a parler",
    r"\b(?:mundwinkel|gesicht) hangt\b|\bkann (?:kaum |nicht )(?:mehr )?sprechen\b|\b(?:ganze|volle) (?:packung|schachtel)\b",
    r"\bbocca storta|\bnon riesc[eo] (?:piu )?a (?:parlare|muovere)\b|\btutta la (?:scatola|confezione)\b",
)  # fmt: skip
# A fever is an emergency for whoever has few defences.
_FEVER = _any(
    r"\b(?:fe+vers?|feverish|febrile|temp(?:erature)?|shiver\w*|rigors?|t)\b[^.?!]{0,25}?\b(?:3[89]|4[01]|10[1-6])\b",
    r"^(?!.*\b(?:bmi|e?gfr|ha?ematocrit|hct|ferritin|crp|esr|albumin|platelets|hb|weigh\w*)\b).*"
    r"(?:\b(?:3[89]|4[01])[.,]\d\b(?! ?(?:%|kg|mg|years?|weeks?|ml))|\b10[1-5]\.\d\b(?! ?(?:%|kg|mg|ml)))",
    r"\b(?:3[89]|4[01]|10[1-5]) ?(?:°|degrees|celsius|fahrenheit|grad\b|grados|gradi|degres)",
    r"\b(?:have|has|got|with|running|spiked|spiking|developed|and|am|'m)(?: got)?(?: a| an)?(?: high| bad| slight| low)?"
    r" (?:fe+ver|temperature|feverish|febrile)\b(?! (?:clinic|before|in the past))|^(?:fe+ver|febrile|shivering)\b",
    r"\b(?:fiebre|fievre|fieber|febbre|schuttelfrost|frissonne|brividi|escalofrios)\b",
)
_FEW_DEFENCES = _any(
    r"\b(?:my|the|a|his|her|after|since|post|auto|stem cell|bone marrow) ?-?(?:transplant|graft|hsct|ahsct|sct)\b",
    r"\bneutrop\w+|\bneut(?:s|rophils?)?\b|\banc\b|\bday ?\+? ?\d+\b|\bd ?\+ ?\d+\b|\bwhite (?:cells?|count)\b",
    r"\bimmun[eo]?[- ]?suppress\w+|\bmethotrexate|\bmycophenolate|\bcellcept|\bazathioprine|\bcyclophosphamide",
    r"\brituximab|\bbiologics?\b|\bchemo\w*|\bbelimumab|\bcar[- ]?t\b|\bcentral line\b|\bhickman\b|\bpicc\b|\bport\b",
    r"\b(?:had|got|having) (?:\w+ )?(?:a?hsct|sct|(?:stem )?cells|transplant)\b",
    r"\btra(?:ns|s)plant\w*|\bautogreffe|\bgreffe|\btrapianto|\baplasie|\bstammzell\w*|\bimmun(?:o)?suppress\w*|\bgave me (?:his|her) cells",
)
# It is over, or seen to: then a fever is a story.
_OVER = _any(
    r"\b(?:gone|sorted|settled|resolved|recovered|discharged|admitted|readmitted|swapped|turned it around|all clear)\b",
    r"\b(?:had|she'd had|he'd had) (?:febrile|a fever|fevers)\b|\b(?:gave|given|put) (?:them|me|him|her|us)?\b[^.?!]{0,20}antibiotics",
    r"\b(?:scenario|journal club|newsletter|what signs|should i watch)\b|\b(?:they|111|nhs) said (?:it'?s |it was )?(?:fine|ok)\b"
    r"|\bconduite a tenir\b|\bsi on a\b",
)
_MAY = r"\b(?:puede|podria|peut|pourrait|kann|konnte|puo|potrebbe)\b"
# What makes a plain statement a question about a danger ...
_ASKED = _any(
    r"^(?:and |but |so |also |hi |hello |please )*(?:can|could|does|do|did|is|are|was|were|will|would"
    r"|may|might|what|whats|what's|which|why|how|when|where|who)\b",
    r"\bif (?:i|you|he|she|they|someone|it)\b"
    rf"|{_MAY}(?:(?!{_MAY}).)*\b(?:provocar|causar|causer|provoquer|verursachen|auslosen|causare|provocare)\b",
)
# ... a memory, or a fear.
_TOLD = _any(
    r"\b(?:years?|months?|weeks?) ago\b|\bused to\b|\b(?:19|20)\d\d\b|\b(?<!at )once\b",
    r"\b(?:afraid|scared|worried|fear)\b(?! (?:that )?i(?:'m| am| have|'ve| can'?t)\b)|\blast (?:year|month|summer|winter|spring|autumn)\b",
)
# A line that says something by itself, not one of a list or of a sentence that was broken.
_OWN_LINE = re.compile(
    r"(?<![,;:–—-])[ \t]*[\r\n]+\s*(?=(?:i|i['’]m|i['’]ve|my|he|she|we|they|mum|mom|dad|help)\b)",
    re.IGNORECASE,
)
_YEARS_AGO = re.compile(r"\byears? ago\b|\bused to\b|\blast year\b|\b(?:19|20)\d\d\b")
# "I had my cells 5 weeks ago and I have a fever": what was and what is stand side by side.
_CLAUSE = re.compile(r"[,;:]\s+|\s+(?:[-–—]|and now|and|but|now)\s+")
_DATED = re.compile(r"^((?:\w+ ){1,3}ago|(?:in|since) (?:19|20)\d\d|last \w+), ")
_NOW = re.compile(r"\bnow\b|\btoday\b|\btonight\b|\bthis (?:morning|evening|afternoon)\b")
_IF = re.compile(r"\b(?:if|when|whether)\b")
_SAYS = re.compile(r"(?:i|i'm|i've|my|he|she|he's|she's|mum|mom|dad)\b")
# Asked of a treatment in general, of nobody's body: "can steroids cause suicidal thoughts?"
_NOBODY = (
    r"(?:(?!\b(?:i|i'm|i've|my|me|we|our|he|she|his|her|him|mum|mom|dad"
    r"|baby|husband|wife|son|daughter|the patient|now|today|tonight|since|right after|at once)\b)[^.?!])*"
)
_CAN_IT_CAUSE = re.compile(
    r"(?:and |but |so |also )?(?:can|could|does|do|did|is|are|may|might|will|would)\b"
    rf"(?={_NOBODY}\b(?:caus(?:e|es|ed|ing)|leads? to|leading to|bring on|trigger|set off)\b){_NOBODY}\??"
)
# Names of dangers, for the one line on top of an answer about them.
_DANGERS = _any(
    r"\bchest (?:pain|tight|pressure)|\bheart attack|\bbreath\w*|\bsuffocat|\bchok(?:e|ing)\b|\bstroke\b",
    r"\bbleed\w*|(?<!cord )(?<!donate )\bblood in\b|(?<!yellow )(?<!hay )\bfe+ver\w*|\btemperature\b|\bsepsis\b|\bseizures?\b|\bconvuls|\bunconscious",
    r"\bcollaps\w+|\bfaint(?:ed|ing)?\b|\bpass(?:ed|ing)? out\b|\bconfus(?:ed|ion)\b|\bparaly[sz]\w+|\bmeningitis",
    r"\banaphyla\w+|\ballergic\b|\bsw(?:elling|ollen) (?:of )?(?:the |my )?(?:throat|tongue|face|lips)\b",
    r"\bblood clots?\b|\bembol|\bstiff neck\b|\boverdose",
)  # fmt: skip
_SELF_HARM = re.compile(
    r"\bsuicid\w*|\bself[- ]?harm|\b(?:kill|harm)(?:ing)? (?:my|him|her|your) ?self\b"
)

# What makes a danger one of long ago, and what of today for all that.
_LONG_AGO = _any(
    r"\b(?:years?|yrs?) ago\b|\b(?:in|since) (?:19|20)\d\d\b|\ball (?:fine|stable|gone) now\b",
    r"\b(?:died|passed away)\b|\bhistory of\b|\blast year\b",
)
_PAST_DANGER = re.compile(
    rf"\b(?:had|died (?:of|from|by)|history of)(?: \w+){{0,2}}? "
    rf"(?:{_DANGERS.pattern}|{_SELF_HARM.pattern})"
)
_AT_PRESENT = _any(
    r"\b(?:have|has|got|get|getting|having|keeps?|feels?|am|i'm|today|tonight|this (?:morning|evening|week))\b",
    r"\b(?<!fine )(?<!stable )(?<!gone )now\b",
)


# "Hi, I've got lupus": an introduction, however alarming a model finds it.
_INTRODUCTION = frozenset(
    """
    hi hello hey there good morning evening so well ok i ive i've i'm im am have has had got been was
    were with a an and the my our me we he she his her she's he's mum mom dad mother father son
    daughter wife husband partner sister brother child friend diagnosed recently newly just suffer
    suffers suffering from for since also both type severe mild bad years year old now
    """.split()
)


def urgency(index: Index, typed: str) -> tuple[Urgency, ...]:
    """What somebody needs help with now: a crisis (suicide, self-harm), an emergency, or nothing.

    Both where the model cannot surely tell one from the other, the likelier first. The message is
    read whole and by its lines, since a cry may stand on a line of its own, without a full stop.
    """
    question = clean(typed)
    for text in (question, clean(_OWN_LINE.sub(". ", typed))):
        if said := said_plainly(text):
            return (said,)
    odds, crisis_odds = index.triage.log_odds(windows(question))
    most = int(odds.argmax())
    surely = _SURELY if asks_for_a_cause(question) else 0.0
    if odds[most] < index.triage.weights.urgent_from + surely:
        return ()
    if only_names_an_illness(question, index.vocabulary):
        return ()
    crisis = float(crisis_odds[most])
    needs: tuple[Urgency, Urgency] = ("crisis", "emergency")
    ordered = needs if crisis > 0 else needs[::-1]
    return ordered if abs(crisis) < _TOLD_APART else ordered[:1]


def only_names_an_illness(question: str, vocabulary: Vocabulary) -> bool:
    """Whether a message says that somebody has an autoimmune disease, and nothing else.

    The name alone ("lupus") asks about it.
    """
    named = vocabulary.mentions(question)
    topics = [vocabulary.diseases.get(name) for _, _, names in named for name in names]
    diseases = [topic for topic in topics if topic]
    if not diseases or len(diseases) < len(topics) or any(one.outside for one in diseases):
        return False
    for start, end, _ in reversed(named):
        question = f"{question[:start]} {question[end:]}"
    rest = {word for word in words(question) if not word.isdecimal()}
    return bool(rest) and rest <= _INTRODUCTION


def asks_for_a_cause(question: str) -> bool:
    """Whether it asks if something can cause a danger, of nobody's body."""
    return bool(_CAN_IT_CAUSE.fullmatch(_plain(question)))


def said_plainly(question: str) -> Urgency | None:
    """What a message says in so many words, by the rules alone."""
    text = _plain(question)
    parts = sentences(text)
    if _is_stated(_CRISIS, parts):
        return "crisis"
    if _AT_HAND.search(text) and _DESPAIR.search(text):
        return "crisis"
    if any(_CRISIS_ASKED.search(part) for part in parts):
        return "crisis"
    if _is_stated(_EMERGENCY, parts):
        return "emergency"
    # A fever passes, or kills: one of years ago is over.
    recent = [part for part in parts if not _YEARS_AGO.search(part) or _NOW.search(part)]
    if _is_stated(_FEVER, recent) and _FEW_DEFENCES.search(text) and not _OVER.search(text):
        return "emergency"
    return None


def _is_stated(pattern: re.Pattern[str], parts: Sequence[str]) -> bool:
    """Whether a sentence says it of now, or a clause of one that also tells or asks of something.

    A clause counts only where its whole sentence fits too: in a list of symptoms it would be torn
    from what it belongs to.
    """
    for part in parts:
        if not pattern.search(part):
            continue
        asked, told = _ASKED.search(part), _TOLD.search(part)
        if not asked and not told:
            return True
        clauses = _CLAUSE.split(_DATED.sub(r"\1 ", part))
        if (
            asked
        ):  # what follows a question is said only where somebody says it, and "if" is no fact
            supposed = pattern is not _CRISIS and _IF.search(part)
            clauses = [] if supposed else [c for c in clauses[1:] if _SAYS.match(c)]
        if any(pattern.search(c) and not _ASKED.search(c) and not _TOLD.search(c) for c in clauses):
            return True
    return False


def windows(question: str) -> list[str]:
    """The message in pieces that the classifier can read whole; a long story is many."""
    pieces: list[str] = []
    read: list[str] = []
    for sentence in sentences(question):
        own = sentence.split()
        if read and len(read) + len(own) > _WINDOW:
            pieces.append(" ".join(read))
            read = []
        read += own
        while len(read) > _WINDOW:
            pieces.append(" ".join(read[:_WINDOW]))
            read = read[_WINDOW:]
    return [*pieces, " ".join(read)] if read or not pieces else pieces


def dangers_named(question: str) -> list[Urgency]:
    """What a question names, even if only in general, that is not of long ago."""
    parts = [_in_question(part) for part in sentences(_plain(question))]
    named: tuple[tuple[Urgency, re.Pattern[str]], ...] = (
        ("emergency", _DANGERS),
        ("crisis", _SELF_HARM),
    )
    return [need for need, pattern in named if any(map(pattern.search, parts))]


def _in_question(part: str) -> str:
    """A sentence without the dangers that it tells of as past."""
    past = _LONG_AGO.search(part) and not _AT_PRESENT.search(part)
    return _PAST_DANGER.sub(" ", part) if past else part


def _plain(question: str) -> str:
    return " ".join(fold(question).split())
