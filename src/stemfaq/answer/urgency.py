"""Urgency: who describes an emergency or a crisis now gets help first, and nothing else.

Rules and not a model: each can be read, tested and mended, and none depends on the index. When
in doubt they err towards help. A question about a danger in general ("can it cause chest
pain?") is no emergency; it is answered, with one line on top for whoever has it now.
"""

import re
from typing import Literal

from stemfaq.corpus.vocabulary import fold

Urgency = Literal["emergency", "crisis"]
EMERGENCY_PASSAGE, CRISIS_PASSAGE = "urgent-emergency", "urgent-crisis"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_CRISIS = _any(
    r"\bno fight left\b|\b(?:want|need) it (?:all )?to (?:stop|end)\b|\bi(?:'?m| am) (?:just |only )?a burd\wn\b",
    r"\b(?:happier|better(?: off)?) (?:if i|without me|when i'?m gone)|\b(?:if|when) i (?:weren'?t|wasn'?t|was|were|am) (?:not )?(?:here|gone|around|in it|dead)\b",
    r"\b(?:no ?body|no one|none of them) (?:would|will|'d|'ll) (?:even )?(?:miss|notice|care)\b|\b(?:won'?t|shan'?t|will not) be (?:around|here)\b(?! until| before| next| today| tomorrow)",
    r"\b(?:saved?|saving|hoard\w*|stash\w*|collect\w*)(?: up)? (?:all )?(?:my |enough |the )?(?:tablets|pills|meds|medication|prednis\w+|morphine)",
    r"\b(?:counted|counting) (?:them|my (?:tablets|pills)|the (?:tablets|pills))\b|\bif i took (?:the lot|them all|all of them)",
    r"\b(?:cut|cuts|cutting|burn|burned|burnt|burning|hurt|hurting|harm|harming) (?:all )?(?:up |over )?(?:my|her|his|their)(?: own)? ?(?:sel\w+|arms?|legs?|wrists?|thighs?|body)\b.{0,60}\b(?:purpose|again|flare|head|quiet|bad|razor|secret)|\bcuts all (?:up|over|down)\b|\bi cut\b(?! (?:out|down|back|the|my (?:dose|hair|salt|prednis)))",
    r"\bhurt(?:ing)? my ?self\b|\bburned myself\b.{0,30}\bpurpose\b|\brazor (?:in|to|blade)",
    r"\b(?:go to )?sleep and (?:not|never) wake\b|\bnot exist\b|\bstop existing\b|\bwish i(?:'?d| had)? (?:died|never)\b(?!.{0,20}(?:started|gone|asked|heard))",
    r"\bno futur\w* (?:for me|left)|\bpeace an?d? quiet for ?ever\b|\bgoodbye and thank you\b|\bwon'?t need any ?more\b",
    r"\b(?:kindest|painless|quickest|easiest|gentlest) way (?:out|to (?:die|go|end))|\bways? to (?:die|end it|kill)\b|\bend (?:my |your |her |his )?li[fv]e\b",
    r"\b(?:looking at|think\w* (?:of|about)|standing (?:on|at)) the (?:bridge|railway|train|roof|balcony|platform)\b|\bjump(?:ing)? (?:off|in front)",
    r"\b(?:doesn'?t|does not|don'?t) want to (?:grow up|go on|carry on|be a(?:live|round))\b|\b(?:why|reason) (?:i should |to |should i )?(?:carry|keep|go) on(?: living)?\b",
    r"\bhow many\b.{0,40}\b(?:take to die|to die|to kill|it (?:would|will) take|would kill|be fatal)\b|\bkill me (?:quick|fast|soon)|\bshotgun to (?:himself|herself|myself)|\bgun to (?:my|his|her) head",
    r"\b(?:mum|mom|dad|wife|husband|son|daughter|sister|brother|friend|he|she)\b.{0,40}\b(?:wants to die|wishes (?:he|she) (?:was|were) dead|had enough of (?:life|living))",
    r"\ben finir avec (?:la|ma) vie|\bumzubringen\b|\bfarla finita\b|\bquitarme la vida|\bacabar con mi vida",
    r"\bsuicid",
    r"\bkill(?:ing)? (?:my|him|her|them)sel",
    r"\bkms\b|\bunalive\b",
    r"\bend(?:ing)? (?:my|his|her|their)(?: own)? li(?:fe|ves)\b",
    r"\bend(?:ing)? it(?: all)?\b(?! (?:up|with the doctor))",
    r"(?<!n't )(?<!not )(?<!dont )\bwan(?:t to|na) (?:die|be dead)\b",
    r"\b(?:do not|don'?t) want to (?:live|be alive|be here|exist|wake up)\b",
    r"\b(?:rather|wish i (?:was|were)|better off) (?:be )?dead\b|\bbetter off without me\b",
    r"\bno (?:point|reason|use) (?:in |to |for )?(?:liv|life|stay alive|go on|carry on)",
    r"\blife (?:is not|isn'?t|is no longer) worth|\bnot worth living\b",
    r"\b(?:hurt|harm|cut|cutting|hurting|harming|injure) (?:my|him|her|them)sel|\bself[- ]?harm",
    r"\b(?:take|took|taking|swallow\w*) all (?:of )?my (?:pills|tablets|meds|medicines?)",
    r"\boverdose|\bgoodbye (?:note|letter)|\bbought pills\b",
    r"\bhow many (?:tablets|pills)\b.*\bdie\b|\bpills\b.*\bend it\b",
    r"\bnever wake up\b|\bdisappear for (?:good|ever)|\bgoodbye (?:to everyone|forever)",
    r"\bcan(?:'?t|not) (?:go on|take (?:it|this) any ?more|do this any ?more)\b",
    r"\bwant (?:it|this|everything) (?:all )?to be over\b|\bi (?:feel|am|'?m) (?:so |completely )?hopeless",
    # the same in Spanish, French, German and Italian
    r"\bquiero morir|\bme quiero (?:matar|morir)|\bsuicidarme|\bno quiero (?:seguir viviendo|vivir)",
    r"\bje veux mourir|\bme suicider|\bme tuer\b|\bje ne veux plus vivre|\benvie de mourir",
    r"\bich will sterben|\bumbringen\b|\bselbstmord|\bnicht mehr leben|\bmich toten\b",
    r"\bvoglio morire|\bsuicidarmi|\buccidermi|\bnon voglio (?:piu )?vivere",
)
_CHEST = (
    r"\b(?:standing|sitting|elephant|weight|squeez\w*|vice|band|fist)\b.{0,20}\b(?:on|in|round|around|across) (?:it|my|his|her|the)? ?(?:chest|breastbone)\b|\bchest\b.{0,30}\b(?:standing on|sitting on|like a (?:vice|weight|knife|brick))",
    r"\belephant on (?:my|his|her|the)? ?chest|\bbehind (?:the|my|his|her) breast ?bone|\b(?:holding|clutch\w*|grabb\w*|rubbing) (?:my|his|her|at his|at her) chest\b",
    r"\b(?:gone|going|goes|spread\w*|down|in|into|up) (?:my|the|his|her) (?:left )?(?:arm|jaw)\b.{0,60}\bsweat|\bsweat\w*\b.{0,60}\b(?:arm|jaw)\b|\bstab\w* pain in (?:my |his |her )?chest|\bcold sweat\b",
    r"\b(?:chest|heart)(?:'s| is| feels| really| so)* (?:pains?|hurt\w*|ach\w+|tight\w*|pressure|crush\w+)",
    r"\b(?:pain|pressure|tightness|tight feeling) (?:in|on) (?:my|his|her|the) chest\b",
    r"\b(?:tight|crushing|sore) chest\b|\bheart attack\b",
)
_BREATH = (
    r"\b(?:not|isn'?t|stopped) breathing\b|\bout of breath (?:just |even )?(?:sitting|lying|talking|at rest)|\bhurts\b.{0,20}\bwhen (?:i|he|she) breath|\bcan'?t catch (?:my|his|her) breath",
    r"\bwheez(?:y|ing)\b|\bbreath\w*(?:'s| is| gone)? (?:whistly|fast|very fast|noisy|rattl\w*|shallow)|\bpanting\b|\bsuck\w* in (?:her|his|the) ribs|\bcan'?t (?:say|speak) more than\b|\b(?:inhaler|puffer)(?:'s| is)? (?:not|isn'?t|doing nothing)",
    r"\bcan(?:'?t|not| not| hardly| barely) (?:breath|get (?:my|any|enough) (?:breath|air))",
    r"\b(?:short(?:ness)? of|struggl\w+ (?:to|for)|hard to|trouble|difficulty|fighting (?:to|for)) breath",
    r"\b(?:gasping|breathless|suffocat\w+|choking)\b|\bblue lips\b|\blips (?:are|turn\w*|going) blue\b",
)
_STROKE = (
    r"\b(?:blinding|splitting|dreadful|terrible|horrendous|awful) headache\b|\bhit (?:with|by)\b.{0,30}\bhead\b|\bheadache\b.{0,40}\b(?:came from nowhere|out of nowhere|ten minutes ago)",
    r"\b(?:lost|losing|loss of) (?:the |my |his |her )?(?:sight|vision)\b|\bcan(?:'?t|not| not) see (?:out|from|anything|with)|\bvision (?:has |just |is )?(?:gone|going|went)|\bonly see (?:hand|shadow|light)|\bseeing black\b|\blike a curtain\b",
    r"\bcan(?:'?t|not| not) move (?:either|my|his|her|both)\b|\bnumb from (?:the )?(?:waist|chest|neck)|\b(?:arms?|legs?|face)\b.{0,20}\bg[eo]t+\w* (?:weak|week)e?r\b|\bwet myself\b",
    r"\bface (?:is |has |looks |'s )?(?:droop\w*|fallen|dropped|lopsided|numb)|\bdrooping face\b",
    r"\bslurr\w+ (?:speech|words)|\bspeech (?:is|has become|'s|suddenly) \w*\s?slurr|\bcan(?:'?t|not) speak\b",
    r"\b(?:arm|leg|side|body)(?: is| has gone| went| suddenly|'s)* (?:weak|numb|limp|paralys\w+|paralyz\w+)",
    r"\b(?:weak|numb)(?:ness)? (?:on|in|down) (?:one|my left|my right|the left|the right|half)",
    r"\bsudden(?:ly)? (?:lost|loss of) (?:my |his |her )?(?:vision|sight|speech)|\bcan(?:'?t|not) see out of\b",
    r"\b(?:having|had|has|think\b.*) a stroke\b|\bsuddenly can(?:'?t|not) (?:see|speak|move)",
    r"\bworst headache\b|\bthunderclap\b|\bsudden severe headache\b",
)
_BLEEDING = (
    r"\b(?:cough|coff|vomit|thr[eo]w|spit|spat|bring|brought)\w*\b.{0,40}\bblood\b|\b(?:so|too) much blood\b|\bcoffee grounds\b|\bblood in the (?:basin|bowl|sink)|\bpure blood\b|\bblood\b.{0,20}\bclots\b",
    r"\b(?:nose|gums?|wound|line)\b.{0,40}\b(?:pouring|won'?t stop|for an hour)|\b(?:bleed|blead)\w*\b.{0,40}\b(?:soak\w*|pad|ev\w*ry)\b|\bblood blisters\b",
    r"\bbleed\w* (?:a lot|heavily|badly|and|that|which|it|wo)?.{0,12}(?:won'?t|doesn'?t|not|never) stop",
    r"\bbleeding (?:heavily|badly|a lot|everywhere)\b|\bwon'?t stop bleeding\b|\bhaemorrhag\w+ now\b",
    r"\b(?:vomit\w*|throw\w* up|cough\w*(?: up)?|spit\w*(?: up)?|puk\w+) (?:up )?blood\b",
    r"\bblood (?:pouring|gushing|is pouring|everywhere|coming)|\bblack (?:tarry )?(?:stools?|poo)\b",
)
_COLLAPSE = (
    r"\bno puls\w*|\bgone (?:blue|gr[ea]y|limp|floppy|bright yellow)\b|\b(?:blue|gr[ea]y) (?:in|round|around) the (?:face|lips|mouth)|\bsnoring noises\b|\beyes (?:are )?half open\b|\b(?:can'?t|not) keep (?:my|his|her) eyes open",
    r"\bheart(?:'s| is| has been)? (?:doing|going|racing at|at) (?:1[5-9]\d|2\d\d)\b|\b(?:heart|pulse)\b.{0,30}\b(?:flutter\w*|irregular)\b.{0,30}\bweak|\birregular pulse\b|\bshocked me\b|\bpotassium\b.{0,20}\b[6-9]\.\d",
    r"\b(?:baby|she|he)(?:'s| has| have| is)? (?:stop\w*|not) moving\b|\bpear drops\b|\b(?:sugars?|meter)\b.{0,15}\bread\w* hi\b|\bflashing lights\b.{0,40}\b(?:ribs|headache|swell)|\bweeks\b.{0,60}\b(?:flashing lights|bleeding)\b",
    r"\b(?:no|can'?t|dont|don'?t|not) (?:passing |pass |pee|wee|urine)\w*\b.{0,80}\b(?:confus\w*|puffy|swol\w*|numb|know where|know were)|\b(?:confus\w*|swol\w*|numb)\b.{0,60}\b(?:no|can'?t|dont|don'?t) (?:pee|wee|pass)",
    r"\bleg\b.{0,60}\b(?:swell\w*|swollen|purple|blue)\b.{0,60}\b(?:chest|breath|pant\w*)|\bdoomed?\b",
    r"\btook (?:my |the )?methotrexate (?:every day|daily)|\b(?:swallow\w*|ate|eaten) (?:both|all|the whole|a whole)\b.{0,40}\b(?:pill|tablet|box|bottle|week)|\bgot into the \w+ bottle|\b(?:gave|given|took)\b.{0,40}\bby mistake\b.{0,30}\b\d+|\bdouble (?:dose )?\w+ for days\b",
    r"\bcollaps\w+|\bunconscious\b|\bpassed out\b|\bwon'?t wake(?: up)?\b|\bnot respond\w+|\bunresponsive\b",
    r"\b(?:having|has|had|is having) (?:a |an )?(?:seizure|fit|convulsion)s?\b|\bis fitting\b|\bseizing\b",
    r"\bfainted\b|\bblacked out\b|\bnot coming round\b",
)
_ALLERGY = (
    r"\b(?:covered in|all over in|come out in) (?:welts|hives)|\bhives\b.{0,30}\b(?:throat|tight|shak|breath)|\b(?:tight|closing) throat\b|\bthroat (?:is |feels |has gone )?tight|\btongue\b.{0,15}\bthick\b|\blips\b.{0,15}\b(?:numb|fat)\b|\beyes (?:have )?swollen shut",
    r"\bclearing (?:her|his|my) throat\b.{0,80}\b(?:itch|over and over)|\bhard to swal+ow\b",
    r"\b(?:throat|tongue|lips?|face)(?: and \w+)?(?: is| are| has|'s| feels)* (?:swell\w*|swollen|clos\w+)",
    r"\banaphyla\w+|\bhives all over\b|\b(?:severe |bad |having an? )?allergic reaction\b",
    r"\bcan(?:'?t|not) swallow\b",
)
_SEPSIS = (
    r"\bfe+l\w* like (?:i'?m|i am) dying\b|\bskin (?:is |looks )?(?:mottled|blotchy|blue)\b|\bsepsis\b",
    r"\bred and oozing\b|\bpus\b.*\bline\b",
)
_FEVER = _any(
    r"\bfe+ver\w*|\btemp(?:erature)?\b|\bburning up\b|\bshiver\w*|\brigors?\b|\bchills\b|\bshak\w+",
    r"\b(?:fiebre|fievre|fieber|febbre)\b",
    r"\b(?:3[89](?:[.,]\d)?|4[01](?:[.,]\d)?|10[1-6](?:[.,]\d)?) ?(?:°|c\b|f\b|degrees)?",
)
_FEVER_SIGN = _any(
    r"\bfe+ver\w*|\btemp(?:erature)?\b|\bburning up\b|\brigors?\b|\bchills\b|\bshiver\w*",
    r"\b(?:3[89](?:[.,]\d)?|4[01](?:[.,]\d)?)\b(?! ?(?:mg|years?|yo|%|people|weeks|days|kg))(?=.{0,60}\b(?:shak|chemo|dizz|sweat|diarr))|\balmighty shakes\b|\bteeth (?:going|chatter)",
    r"\b(?:fiebre|fievre|fieber|febbre)\b",
)
_NO_FEVER = _any(r"\b(?:no|without|never had|haven'?t had|not had)(?: a| any)? (?:fever|temp\w*)\b")
_LOW_IMMUNITY = _any(
    r"\bneutrophils?\b|\brituxa\w*|\bmy counts?\b|\b(?:trasplante|greff\w+|transplantation|trapianto)\b",
    r"\btransplant\w*|\bhsct\b|\bbmt\b|\bneutropeni\w*|\bimmunosuppress\w*|\bimmune suppress\w*",
    r"\bchemo\w*|\bcyclophosphamide|\bmycophenolate|\bcellcept|\bazathioprine|\brituximab|\bmethotrexate",
    r"\bprednis\w+|\bsteroids?\b|\bbelimumab|\btacrolimus|\bciclosporin|\bcar[- ]?t\b|\binfusion|\binjection",
    r"\bdrip\b|\bstem cells?\b|\b(?:picc|hickman|central) line\b|\bclinic\b",
)
_AFTER_CELLS = _any(
    r"\bclinic\b|\binjections?\b|\binjected\b|\binfusion\b|\bdrip\b|\bshot\b|\bstem cells?\b"
)
_REACTION = _any(
    r"\bcan(?:'?t|not) (?:move|feel) (?:my|his|her)\b|\bparalys\w+|\bparalyz\w+|\bstiff neck\b",
    r"\bconfus\w+|\bterrible headache\b|\barm is swollen\b|\bhigh fever\b|\bnumb\b",
)
_SYMPTOMS = _any(
    *_CHEST, *_BREATH, *_STROKE, *_BLEEDING, *_COLLAPSE, *_ALLERGY, *_SEPSIS,
    # the same in Spanish, French, German and Italian
    r"\bno responde\b|\binconsciente\b|\bbewusstlos\b|\bsvenut[ao]\b|\bnon si sveglia\b|\binconscient\b",
    r"\bno puedo respirar|\bdolor (?:en el|de) pecho|\bme duele el pecho|\binfarto",
    r"\bpeux (?:pas|plus) respirer|\barrive (?:pas|plus) a respirer|\b(?:mal|douleur) a la poitrine",
    r"\bnicht (?:mehr )?atmen|\bkeine luft\b|\bbrustschmerz|\bschmerzen in der brust|\bherzinfarkt",
    r"\bnon riesco a respirare|\bdolore al petto|\bmale al petto|\binfarto",
)  # fmt: skip
# A question about a danger: it begins like a question, or asks for rates, signs or causes.
_GENERAL = _any(
    r"^(?:and |but |so |also |hi |hello |please )*(?:can|could|does|do|did|is|are|was|were|has|have|had|will|would|"
    r"may|might|what|whats|what's|which|why|how|when|where|who|whom|should (?:people|patients|someone|one|lupus))\b",
    r"\b(?:side effects?|known risk|risk of|signs? of|symptoms? of|chances? of|causes? of|in general)\b",
    r"^(?:people|patients|anyone|stories|meningitis|deaths?|aps clots)\b|\bis that true\b|\bhow common\b",
    r"\b(?:years|months) ago\b|\bused to\b|\bin (?:19|20)\d\d\b",
)
_NOW = _any(
    r"\bright now\b|\bnow\b(?!adays)|\bat the moment\b|\bcurrently\b|\btonight\b|\btoday\b|\bthis (?:morning|evening)\b",
    r"\bsince (?:this|last|yesterday|an hour|the (?:infusion|injection|drip|shot|clinic))|\bfor (?:an|\d+) hours?\b",
    r"\bjust (?:had|got|collapsed|started|now)\b|\bwon'?t stop\b|\bhelp me\b|\byesterday\b|\bminutes? ago\b",
    r"\bi (?:have|am having|'?ve got|got|feel|think|am|can'?t|cannot)\b|\bi'?m\b|\bi'?ve\b",
    r"\bmy (?:\w+ )?(?:chest|heart|face|throat|tongue|lips|arm|speech|vision|temperature|temp)\b",
)
_NOW_PLAIN = _any(
    r"\b(?:right now|now|today|tonight|this (?:morning|evening)|minutes?|hours?|sudden\w*)\b"
)
_LONG_STANDING = _any(r"\b(?:slowly|gradually)\b")
_PERSONAL = _any(r"\bi\b|\bi'?m\b|\bmy\b|\bme\b|\bhe\b|\bshe\b|\bhis\b|\bher\b")
_ABOUT_SUICIDE = _any(
    r"\b(?:died by|lost\b.{0,30}\bto|death by|committing) suicide\b|\bmy novel\b|\bhouseplants?\b|\bin (?:chapter|the film|the book)\b|\bi facilitate\b",
    r"^(?:how common|what (?:is|are) the (?:rate|risk)|do(?:es)? (?:people|patients|lupus|prednis\w+|steroids)|"
    r"is (?:suicide|there a (?:link|risk)))\b",
)
_HYPOTHETICAL = _any(
    r"\bif (?:i|you|we|they|someone) (?:get|had|have|develop|ever)\b|\bshould i learn\b|\bafraid of\b|\bscared of\b"
)


def urgency(question: str) -> Urgency | None:
    """Whether somebody needs help now: a crisis (suicide, self-harm), an emergency, or neither."""
    text = _plain(question)
    if _CRISIS.search(text) and not _ABOUT_SUICIDE.search(text):
        return "crisis"
    if not _names_danger(text):
        return None
    if _LONG_STANDING.search(text) and not _NOW_PLAIN.search(text):
        return None
    asks_in_general = bool(_GENERAL.search(text)) or bool(_HYPOTHETICAL.search(text))
    if not asks_in_general:
        return "emergency"
    happens_now = _NOW.search(text) and _PERSONAL.search(text)
    if happens_now and not _HYPOTHETICAL.search(text) and _states_it(text):
        return "emergency"
    return None


def names_danger(question: str) -> bool:
    """Whether a question names a danger, even if only in general."""
    text = _plain(question)
    return bool(_CRISIS.search(text)) or _names_danger(text)


def _plain(question: str) -> str:
    return " ".join(fold(question).replace("\u2019", "'").split())


def _names_danger(text: str) -> bool:
    if _SYMPTOMS.search(text):
        return True
    text = _NO_FEVER.sub(" ", text)
    if _FEVER.search(text) and _FEVER_SIGN.search(text) and _LOW_IMMUNITY.search(text):
        return True
    return bool(_AFTER_CELLS.search(text) and _REACTION.search(text))


def _states_it(text: str) -> bool:
    """Whether the danger stands in a statement, as in "I have chest pain, is it the cells?"."""
    return any(
        _names_danger(part)
        and not _GENERAL.search(part.strip())
        and (_NOW.search(part) or _PERSONAL.search(part))
        for part in re.split(r"[.,;!?]+| - | – | and (?=i )", text)
        if part.strip()
    )
