"""Redaction: personal details taken out of a text before it is stored.

No library fits. Measured on made-up notes of patients, the patterns of scrubadub and datafog find
a sixth of what these rules find, phonenumbers (48 MB) and dateparser take "40 people" and "3 years"
for telephones and dates, and none finds a name without a language model of hundreds of megabytes.

The rules rather take out too much than too little, but leave diseases, drugs and the figures of
studies: what staff read a note for.
"""

import re
import unicodedata

from stemfaq.answer.question import clean
from stemfaq.corpus.vocabulary import SIGNS


def _any(words: str) -> str:
    """One of the patterns between spaces; a `_` in one is a space."""
    return f"(?:{'|'.join(words.split())})".replace("_", r"\s+")


# Words are English and Spanish, the languages of the page.

# Names. What a lower-case name ends at, and what is none though it has a capital.
_ORDINARY = _any(
    "and i(?:'\\w+)? im but from with who which that a an the my your in at on have has had is are "
    "am was so please for of to do does can could will would should what how when why where "
    "because if or not no this it after before back now again today tomorrow later known listed "
    "spelled spelt wrong missing y pero tengo soy estoy vivo con que qué por para es en o"
)
_MEDICAL = _any(
    "lupus sle ms hsct msc multiple systemic rheumatoid scleroderma crohn\\S* sj[öo]gren\\S* "
    "hashimoto\\S* beh[çc]et\\S* takayasu addison's graves' devic\\S* wegener\\S* "
    "raynaud\\S* guillain\\S* henoch\\S* cogan\\S* lambert[\\s\\-]eaton churg[\\s\\-]strauss "
    "\\w+(?:itis|osis|emia|aemia|mab|nib|cept|limus|isone|isolone)"
)
_NO_NAME = rf"(?:{_ORDINARY}|{_MEDICAL})(?![\w'\-])"
_SPOKEN = rf"(?!{_NO_NAME})[^\W\d_][\w'\-]*"
_CAPITAL = (
    rf"(?!{_NO_NAME})(?-i:(?:[A-ZÀ-Þ]')?[^\W\d_a-zß-öø-ÿ][^\W\d_A-ZÀ-Þ][\w'\-]*+)"
    r"(?!\s+(?:syndrome|disease))"
)
_CAPITALS = (
    rf"{_CAPITAL}(?:\s+(?:{_any('de del la van von der den bin al di da')}\s+){{0,2}}"
    rf"(?:(?-i:[A-Z])\.?\s+)?{_CAPITAL}){{0,2}}"
)
_TITLE = (
    r"(?!dr\.?\s+google\b)(?:(?:dr|mr|mrs|(?-i:Ms)|mx|prof|sr|dra|sra|srta)\b\.?|"
    r"(?:doctora?|miss|professor|nurse|sister|señora?|don|doña)\b)\s+"
)
_FAMILY = _any(
    "son daughter child baby wife husband mother father mum mom dad sister brother partner friend "
    "hij[oa] espos[oa] marido mujer madre padre herman[oa] amig[oa]"
)
# A thing has a name as well: "brand name: Humira".
_NAME = (
    "".join(rf"(?<!{thing}\s)" for thing in "drug brand trade generic study trial product".split())
    + "(?:sur)?name"
)
_INTRODUCES = "|".join(
    (
        rf"(?:my|his|her|their|our)\s+(?:[\w'\-]{{1,20}}\s+){{0,2}}{_NAME}(?:'?s|\s+is|\s+was)",
        rf"{_NAME}\s*(?=[:=]|\s[\-–—])",
        rf"(?:i\s+am|i'?m|s?he\s+is|s?he's|{_FAMILY}\s+is)\s+called|call\s+me|i\s+go\s+by",
        r"^\W*name\s+is",
        r"(?:me\s+llamo|se\s+llama|(?:mi|su)\s+nombre\s+es|nombre(?=:))",
    )
)
_SIGNS = r"(?:[\s:=,.\-–—\"'‘“”„«(*]|\[(?!\w+\ removed\]))"
_STANDS_BEFORE = rf"(?:i'm|i\s+am|soy|(?:my|our|mi)\s+{_FAMILY},?|my\s+name|pa(?:tient|ciente)\s*:)"
_GOODBYE = _any(
    "regards wishes sincerely yours thanks thank_you cheers love signed saludos gracias"
)

# Dates.
_MAY = r"(?-i:May|MAY)|may(?=,?\s+\d{2,4}\b)|(?<=of\s)may"  # "3 may relapse" is no date
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|"
    rf"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|{_MAY})\b\.?"
)
_MES = (
    r"(?:ene(?:ro)?|feb(?:rero)?|mar(?:zo)?|abr(?:il)?|mayo?|jun(?:io)?|jul(?:io)?|ago(?:sto)?|"
    r"sep(?:t|tiembre)?|oct(?:ubre)?|nov(?:iembre)?|dic(?:iembre)?)\b\.?"
)
_TEENS = r"(?:thir|four|fif|six|seven|eigh|nine)teen"
_DAY = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?|(?:(?:twenty|thirty)[\s\-]+)?(?:first|second|third|"
    rf"(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|{_TEENS}|twentie|thirtie)th))"
)
_DÍA = r"(?:\d{1,2}o?|primero|uno|veinti\w+|treinta(?:\s+y\s+uno)?|dieci\w+|" + (
    r"veinte|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince)"
)
_YEAR = (
    r"(?:'?\d{2,4}\b|(?:nineteen|twenty|two\s+thousand)(?:[\s\-]+(?:and\s+)?(?:oh|ten|eleven|"
    rf"twelve|{_TEENS}|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|one|two|three|four|five|six|"
    r"seven|eight|nine)\b){1,2})"
)
_AÑO = r"(?:\d{2,4}\b|mil\s+novecientos\s+\w+(?:\s+y\s+\w+)?|dos\s+mil(?:\s+\w+)?)"
_BORN = r"(?:born|nacid[oa]|nací|nació)\b(?:[\s,:\-]+" + (
    _any("on in the of about around early late spring summer autumn fall winter el en año del de")
    + r"\b)*[\s,:\-]+"
)
_BIRTHDAY = (
    r"(?:dob|d\.o\.b\.?|date\s+of\s+birth|birth\s?(?:date|day)|birth\s+year|"
    r"fecha\s+de\s+nacimiento|cumpleaños)"
)

# Numbers.
_NO = r"(?:no|nr|number|num|id|ref)\b"
_REGISTER = (
    "(?:"
    + _any(
        "nhs chi mrn ssn national_insurance social_security medicare medicaid passport extension "
        "dni nie historia_clínica seguridad_social tarjeta_sanitaria pasaporte"
    )
    + "|"
    + _any("hospital patient insurance policy member membership record chart health_card")
    + rf"(?=[\s.]*(?:{_NO}|\#))"  # "in hospital 3 weeks" has no number
    + rf")\b\s*(?:{_NO})?"
)
_BETWEEN_DIGITS = r"(?:[\s()\-/–—_]|\.(?!\s))*+"
# Digits that are no telephone: "2004-2013", "120/80", "100 (40%)", "10 000 cells", "R85 000",
# "37.9 38.2 38.6".
_FIGURE = (
    r"(?!(?:(?:19|20)\d\d\s?[\-–]\s?(?:19|20)\d\d|\d{2,3}/\d{2,3}|\d{1,3}\s000)"
    r"(?![\s().\-/–—_]*\d))(?!(?:3[4-9]|4[0-2])\.\d\b)"
)
_UNIT = (
    r"(?!\s*(?:%|"
    + _any("mg kg ml percent euros? dollars pounds people patients cells days weeks months years")
    + r"\b))"
)

# Addresses.
_DOMAIN = r"(?:com|org|net|info|edu|gov|uk|ie|de|fr|es)\b"
# "Listed at example.org" has no mail address.
_MAIL_HOST = _any("g(?:oogle)?mail hotmail yahoo outlook icloud aol gmx proton(?:mail)? live msn")
_STREET = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|crescent|terrace|boulevard|blvd|"
    r"(?-i:Drive|Close|Court|Way|Place|Square))"  # "40 trials took place" is no address
)
_CALLE = r"(?:(?:calle|avenida|plaza|paseo|carretera|camino)\b|c/|avda\b\.?)"

# Each pattern and what stands in its place, in the order of their use. What a pattern calls
# `kept` stays.
_TABLE: tuple[tuple[str, str], ...] = (
    (r"\S{1,64}\s?(?:@|\(at\)|\[at\])\s?\S{1,255}|@\w+", "mail"),
    (
        r"\b(?:[\w+\-]{1,30}\s+(?:dot|punto)\s+){0,3}[\w+.\-]{1,64}\s+(?:at|arroba)\s+"
        rf"(?:{_MAIL_HOST}\.\w+|[\w\-]{{1,63}}(?:\s+(?:dot|punto)\s+[a-z]{{2,}}){{1,4}})",
        "mail",
    ),
    (r"(?:[a-z][a-z0-9+.\-]{0,20}://|www\.)\S+", "link"),
    (
        rf"\b(?!clinicaltrials\.gov\b)(?:[a-z0-9\-]{{1,63}}\.){{1,8}}(?:[a-z]{{2,}}/\S*|{_DOMAIN})",
        "link",
    ),
    (
        rf"\b{_REGISTER}[\s.:#=]*(?:is\s+)?[a-z]{{0,4}}\-?\d[\w\-]*(?:\s[\w\-]*\d[\w\-]*){{0,3}}",
        "number",
    ),
    # Hospital numbers; but no trial's, no molecule's and not "mid-2025".
    (r"\b(?!nct\d|cd\d|mid-)[a-z]{1,4}\-?\d(?:[\w\-]*\d){3,}\w*", "number"),
    # Telephones, SSN, NHS, ZIP codes. No figure of a study has nine digits.
    (
        rf"(?<!nct)(?<!\d)(?<!3[4-9]\.)(?<!4[0-2]\.){_FIGURE}[+(]*\d"
        rf"(?:(?:{_BETWEEN_DIGITS}\d){{8,}}|(?:{_BETWEEN_DIGITS}\d){{4,}}+{_UNIT})",
        "number",
    ),
    (rf"\b{_CALLE}\s*(?:[^\W\d_][\w'\-]*,?\s+){{0,4}}(?:no\.?\s*)?\d+[a-z]?\b", "address"),
    (r"\b\d{1,4}\s*[./\-]\s*\d{1,2}\s*[./\-]\s*\d{1,4}(?![\s./\-]*\d)", "date"),
    (rf"\b{_DAY}\s+(?:day\s+)?(?:of\s+)?{_MONTH}(?:,?\s+(?:of\s+|in\s+)?{_YEAR})?", "date"),
    (rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}\b(?:,?\s+{_YEAR})?", "date"),
    (rf"\b{_DÍA}\s+de\s+{_MES}(?:\s+(?:del?\s+)?{_AÑO})?", "date"),
    (
        rf"\b{_BORN}(?:(?:{_MONTH}|{_MES})(?:[\s,]+(?:of\s+|del?\s+)?{_YEAR})?|"
        rf"(?:19|20)\d\d\b|'?\d\d(?!\s*[\w%])|(?!\d){_YEAR})",
        "date",
    ),
    (rf"\b{_BIRTHDAY}(?:[^.;!?\d]{{0,20}}\d(?:[\s./\-]*\d)*|.{{0,12}}?\b{_MONTH})", "date"),
    (rf"\b(?!(?:19|20)\d\d\s)\d{{1,5}}[a-z]?,?\s+(?:[\w'\-]+\s+){{1,3}}{_STREET}\b", "address"),
    (r"\b[a-z]{1,2}\d[a-z\d]?\s*\d(?!mg|ml|kg|cm|mm)[a-z]{2}\b", "postcode"),  # Britain
    (r"\b[a-z]\d[a-z][\s\-]?\d[a-z]\d\b", "postcode"),  # Canada
    (
        r"\b(?:d6w|[ac-fhknprtv-y]\d{2})\s?(?=[a-z]*\d)[0-9ac-fhknprtv-y]{4}\b",
        "postcode",
    ),  # Ireland
    (
        rf"\b(?:{_INTRODUCES}){_SIGNS}+(?:{_TITLE})?{_SPOKEN}(?:\s+{_SPOKEN}){{0,3}}[\"”»)\]]*",
        "name",
    ),
    (rf"\b(?P<kept>{_STANDS_BEFORE}\s*){_CAPITALS}", "name"),
    # "This is" is said of things as well, so that more has to speak for a name: a greeting
    # before, a surname, or that somebody speaks.
    (rf"\b(?P<kept>(?:hi|hello|hey|hola)\b[\s,.!\w]{{0,12}}?this\s+is\s+){_CAPITALS}", "name"),
    (
        rf"\b(?P<kept>this\s+is\s+){_CAPITAL}\s+{_CAPITALS}"
        r"(?=\s*(?:$|[,.;!]|\b(?:i|and|from|again|here)\b))",
        "name",
    ),
    (
        rf"\b(?P<kept>this\s+is\s+){_SPOKEN}(?:\s+{_SPOKEN})?(?=\s+(?:speaking|writing|calling)\b)",
        "name",
    ),
    (rf"\b(?P<kept>{_GOODBYE}[\s,.:!\-]+){_CAPITALS}(?=[\s.!]*$)", "name"),
    (rf"\b{_TITLE}{_CAPITALS}", "name"),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), label) for pattern, label in _TABLE)


def redact(text: str) -> str:
    """The text in one line, without mail addresses, names, dates, numbers, addresses or links.

    A second pass changes nothing.
    """
    plain = unicodedata.normalize("NFKC", clean(text)).translate(SIGNS)
    for pattern, label in _PATTERNS:
        kept = r"\g<kept>" if "kept" in pattern.groupindex else ""
        plain = pattern.sub(rf"{kept}[{label} removed]", plain)
    return clean(plain)
