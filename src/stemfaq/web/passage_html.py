"""A passage as patients read it: short answer first, then how sure, how known, how fresh."""

import datetime
import re
from collections.abc import Sequence

from stemfaq.answer import texts
from stemfaq.answer.reply import CitedSource, ShownPassage
from stemfaq.answer.shown import evidence_line
from stemfaq.corpus.glossary import GlossaryEntry
from stemfaq.corpus.months import NAMES
from stemfaq.corpus.passage import NO_LEVEL
from stemfaq.web.escape import english, text
from stemfaq.web.marks import Marker
from stemfaq.web.words import DEFAULT, address, translated, word

# "Wang D, Li J, et al."; an organisation has no initials.
_AUTHORS = re.compile(r"^([^,.\d]+ [A-Z]{1,4}(?: [a-z]+)?)(?:, [^,.]+)+\.")
_MONTHS = {
    "en": NAMES,
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio"),
        *("agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
}


def passage_html(
    passage: ShownPassage,
    turn: str,
    place: int,
    glossary: tuple[GlossaryEntry, ...],
    language: str,
    *,
    feedback: bool,
    reviewers: str = "",
) -> str:
    """The passage in the given place of a turn, under its own heading."""
    prefix = f"{turn}-{place}"
    marker = Marker(prefix, turn, glossary, language)
    parts = (
        f'<h3 id="{prefix}-title"{english(language)}>{text(passage.question)}</h3>',
        marker.paragraph(passage.answer_markdown, "short"),
        as_of(passage, language),
        _more(passage, marker, language),
        evidence(passage, language),
        _sources(passage.sources, turn, language),
        _reviewed(passage, language, reviewers),
        _feedback(passage.id, prefix, language) if feedback else "",
    )
    return (
        f'<article class="passage" aria-labelledby="{prefix}-title" '
        f'data-passage="{text(passage.id)}">{"".join(parts)}</article>'
    )


def date(iso: str, language: str) -> str:
    """An ISO date in words."""
    day = datetime.date.fromisoformat(iso)
    month = _MONTHS[language][day.month - 1]
    return (
        f"{day.day} de {month} de {day.year}"
        if language == "es"
        else f"{day.day} {month} {day.year}"
    )


def reviewed(passage: ShownPassage, language: str, reviewers: str) -> str:
    """When the passage was last reviewed, and in what role; `reviewers` is the setting."""
    role = reviewers or word(language, "staff")
    line = word(language, "reviewed", date=date(passage.reviewed, language), role=role)
    return f'<time datetime="{text(passage.reviewed)}">{text(line)}</time>'


def _reviewed(passage: ShownPassage, language: str, reviewers: str) -> str:
    path = text(address(f"passage/{passage.id}", language))
    link = f'<a href="{path}">{text(word(language, "link"))}</a>'
    return f'<p class="reviewed">{reviewed(passage, language, reviewers)} {link}</p>'


def as_of(passage: ShownPassage, language: str) -> str:
    """The date of what changes by itself; nothing for other subjects."""
    line = as_of_words(passage, language)
    return f'<p class="as-of">{line}</p>' if line else ""


def as_of_words(passage: ShownPassage, language: str) -> str:
    """The same without a paragraph of its own."""
    if not passage.as_of:
        return ""
    return text(word(language, "as_of", date=_month(passage.as_of, language)))


def _month(as_of: str, language: str) -> str:
    """ "November 2026" in the language of the page."""
    names = dict(zip(NAMES, _MONTHS[language], strict=True))
    month = re.sub(r"[A-Z][a-z]+", lambda m: names.get(m[0], m[0]), as_of)
    return month.replace(" ", " de ") if language == "es" else month


def _more(passage: ShownPassage, marker: Marker, language: str) -> str:
    paragraphs = [part for part in passage.body_markdown.split("\n\n") if part]
    if not paragraphs:
        return ""
    return (
        f'<details class="more"><summary>{text(word(language, "more"))}</summary>'
        f"{marker.paragraphs(paragraphs)}</details>"
    )


def evidence_level(passage: ShownPassage, language: str) -> str:
    """The level alone, "Weak evidence."; nothing for a passage that is not on effects."""
    if passage.evidence == NO_LEVEL:
        return ""
    line = translated(language, f"evidence {passage.evidence}")
    attribute = "" if line else english(language)
    level = (line or passage.evidence_text).partition(". ")[0]
    return f"<strong{attribute}>{text(level)}.</strong>"


def evidence(passage: ShownPassage, language: str) -> str:
    """The level in bold, then what it means: "Weak evidence. Small studies, or ..."."""
    own = translated(language, f"evidence {passage.evidence}")
    how_sure = translated(language, texts.HOW_SURE) or texts.HOW_SURE
    attribute = "" if own else english(language)
    line = evidence_line(passage.evidence, own, how_sure) if own else passage.evidence_text
    level, _, meaning = line.partition(". ")
    return (
        f'<p class="evidence {text(passage.evidence)}"{attribute}>'
        f"<strong>{text(level)}.</strong> {text(meaning)}</p>"
    )


def _sources(sources: Sequence[CitedSource], turn: str, language: str) -> str:
    if not sources:
        return ""
    items = "".join(
        f'<li value="{source.number}" id="{turn}-source-{source.number}">'
        f"{cited_source(source, language)}</li>"
        for source in sources
    )
    return (
        f'<details class="sources"><summary>{text(word(language, "sources", count=len(sources)))}'
        f"</summary><ol{english(language)}>{items}</ol></details>"
    )


def short_source(source: CitedSource, language: str) -> str:
    """A source for paper: of several authors the first alone, and its address in sight."""
    reference = _AUTHORS.sub(r"\1, et al.", source.text)
    link = ""
    if source.url and source.url.startswith(("https://", "http://")):
        shown = source.url.removeprefix("https://").removeprefix("http://").removeprefix("www.")
        link = f" {_new_tab(source.url, shown, language)}"
    return f"{text(reference)}{_label(source, language)}{link}"


def cited_source(source: CitedSource, language: str) -> str:
    """A source with its kind and year; its link opens in a new tab."""
    label = _label(source, language)
    if not source.url or not source.url.startswith(("https://", "http://")):
        return f"{text(source.text)}{label}"
    return f"{_new_tab(source.url, source.text, language)}{label}"


def _new_tab(url: str, shown: str, language: str) -> str:
    hint = text(word(language, "new_tab"))
    return (
        f'<a href="{text(url)}" target="_blank" rel="noopener noreferrer">'
        f'{text(shown)}<span class="sr-only" lang="{language}"> {hint}</span></a>'
    )


def _label(source: CitedSource, language: str) -> str:
    """The kind and the year; without a year, how old the copy was, or when it was read."""
    kind = translated(language, f"kind {source.kind}")
    attribute = f' lang="{language}"' if kind and language != DEFAULT else ""
    when = str(source.year or "")
    if not when and source.as_of:
        when = word(language, "stood", date=_month(source.as_of, language))
    elif not when and source.accessed:
        when = word(language, "read_on", date=date(source.accessed, language))
    parts = ", ".join(part for part in (kind or source.kind, when) if part)
    return f' <span class="kind"{attribute}>({text(parts)})</span>' if parts else ""


def _feedback(passage: str, prefix: str, language: str) -> str:
    """Two thumbs; the script fills in the form of reasons after "no"."""
    buttons = "".join(
        f'<button type="button" data-helpful="{value}">{text(word(language, key))}</button>'
        for value, key in (("yes", "yes"), ("no", "no"))
    )
    return (
        f'<div class="helpful" role="group" aria-labelledby="{prefix}-helpful">'
        f'<span id="{prefix}-helpful">{text(word(language, "helpful"))}</span> {buttons}</div>'
    )
