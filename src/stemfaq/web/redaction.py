"""Redaction: personal details taken out of a text before it is stored.

No library fits: presidio and scrubadub bring language models of hundreds of megabytes. These
patterns rather take out too much than too little: nobody is harmed by a lost number in a note.
"""

import re
import unicodedata

from stemfaq.answer.question import clean

# English and Spanish, the languages of the page.
_TITLES = (
    r"(?:dr|doctor|mr|mrs|ms|miss|mx|prof|professor|nurse|sister|sr|dra|doctora|sra|srta|señora?|"
    r"don|doña)"
)
_SAYS_NAME = (
    r"(?:my\s+(?:full\s+)?name(?:\s+is|'s|:)?|i\s+am\s+called|i'm\s+called|they\s+call\s+me|"
    r"name:|me\s+llamo|se\s+llama|mi\s+nombre(?:\s+es|:)?|nombre:)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_MES = r"(?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic)[a-z]*"
_WORD = r"[^\W\d_][\w'\-]*"
_CAPITAL = r"(?-i:[^\W\d_a-zß-öø-ÿ][^\W\d_A-ZÀ-Ý]+(?:['\-][^\W\d_]+)*)"
_CAPITALS = rf"{_CAPITAL}(?:\s+{_CAPITAL}){{0,2}}"
_BIRTH = (
    r"(?:born|dob|d\.o\.b\.?|date\s+of\s+birth|birthday|nací|nacid[oa]|fecha\s+de\s+nacimiento|"
    r"cumpleaños)"
)
_REGISTER = (
    r"(?:nhs|chi|mrn|ssn|hospital|patient|social\s+security|insurance|medicare|medicaid|passport|"
    r"record|dni|nie|historia\s+clínica|seguridad\s+social|tarjeta\s+sanitaria|pasaporte)\s*(?:no|nr|number|num|id|ref)?"
)
_STREET = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|close|court|crescent|terrace|boulevard|blvd|"
    r"way|place|square)"
)
_CALLE = r"(?:calle|c/|avenida|avda\.?|plaza|paseo|carretera|camino)"
_DOMAIN = r"(?:com|org|net|info|edu|gov|uk|ie|de|fr|es)"
# Lower-case words that end a name: "my name is ann and I have lupus".
_NO_NAME = (
    r"(?:and|i|im|i'm|but|from|with|who|a|an|the|my|in|at|on|have|had|is|am|was|so|please|for|"
    r"of|to|do|does|can|could|will|should|would|what|how|when|why|because|or|not|"
    r"y|pero|tengo|soy|estoy|vivo|con|que|qué|por|para|es|en|o|no)\b"
)

# Each pattern and what stands in its place; they are applied in this order.
_TABLE: tuple[tuple[str, str], ...] = (
    (r"\S{1,64}\s?(?:@|\(at\)|\[at\])\s?\S{1,255}|@\w+", "mail"),
    (r"(?:[a-z][a-z0-9+.\-]{0,20}://|www\.)\S+", "link"),
    (
        r"\b(?:[a-z0-9\-]{1,63}\.){1,8}(?:[a-z]{2,}/\S*|(?:com|org|net|info|edu|gov|uk|ie|de|fr|es)\b)",
        "link",
    ),
    (rf"\b{_REGISTER}\b[\s.:#]*(?:is\s+)?[a-z]{{0,4}}\-?\d[\w\-]*", "number"),
    (r"\b[a-z]{1,4}\-?\d(?:[\w\-]*\d){3,}\w*", "number"),  # hospital numbers
    (r"[+(]*\d(?:[\s().\-/–—_]*\d){4,}", "number"),  # telephones, SSN, NHS, ZIP codes
    (rf"\b{_CALLE}\s*(?:[^\W\d_][\w'\-]*,?\s+){{0,4}}(?:no\.?\s*)?\d+[a-z]?\b", "address"),
    (r"\b\d{1,4}\s*[./\-]\s*\d{1,2}\s*[./\-]\s*\d{1,4}(?![\s./\-]*\d)", "date"),
    (rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\.?,?(?:\s+\d{{2,4}})?\b", "date"),
    (rf"\b\d{{1,2}}o?\s+de\s+{_MES}\.?(?:\s+del?\s+\d{{2,4}})?\b", "date"),
    (rf"\b{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?", "date"),
    (rf"\b{_BIRTH}\b[^.;!?\d]{{0,20}}\d(?:[\s./\-]*\d)*", "date"),
    (rf"\b\d{{1,5}}[a-z]?,?\s+(?:[\w'\-]+\s+){{1,3}}{_STREET}\b", "address"),
    (r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", "postcode"),  # Britain, Canada, Ireland
    (r"\b[a-z]\d[a-z][\s\-]?\d[a-z]\d\b", "postcode"),
    (
        r"\b(?:d6w|[ac-fhknprtv-y]\d{2})\s?(?=[a-z]*\d)[0-9ac-fhknprtv-y]{4}\b",
        "postcode",
    ),  # Ireland
    (rf"(?<=\bi'm\s){_CAPITALS}", "name"),
    (rf"(?<=\bi\sam\s){_CAPITALS}", "name"),
    (rf"(?<=\bsoy\s){_CAPITALS}", "name"),
    (rf"(?<=\bthis\sis\s){_CAPITALS}", "name"),
    (rf"\b{_SAYS_NAME}(?:\s+(?!{_NO_NAME}){_WORD}){{1,4}}", "name"),
    (rf"\b{_TITLES}\.?\s+{_CAPITALS}", "name"),
)
_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE), f"[{label} removed]") for pattern, label in _TABLE
)
_PLAIN = {ord(sign): "'" for sign in "’ʼ`´"} | {ord(sign): "-" for sign in "‑‐−"}


def redact(text: str) -> str:
    """The text in one line, without mail addresses, names, dates, numbers, addresses or links.

    A second pass changes nothing.
    """
    plain = unicodedata.normalize("NFKC", clean(text)).translate(_PLAIN)
    for pattern, placeholder in _PATTERNS:
        plain = pattern.sub(placeholder, plain)
    return clean(plain)
