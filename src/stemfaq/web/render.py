"""Replies as HTML. Everything that is shown is escaped; passages carry no markup of their own."""

from collections.abc import Iterable

from stemfaq.answer.reply import Notice, Reply
from stemfaq.caution import CAUTION
from stemfaq.corpus.glossary import GlossaryEntry
from stemfaq.web.escape import ask_buttons, english, telephones, text
from stemfaq.web.leaflet import Picture
from stemfaq.web.passage_html import passage_html
from stemfaq.web.picture import picture_html
from stemfaq.web.words import translated, word

_URGENT = ("emergency", "crisis")
EXAMPLES = (
    "Does a stem cell transplant work for lupus?",
    "What are the risks of stem cell therapy?",
    "Is this stem cell clinic legit?",
    "Can I stop my steroids by myself?",
    "How do I find a real clinical trial?",
    "What should I ask my doctor?",
)


def turn(
    reply: Reply,
    key: str,
    language: str = "en",
    glossary: tuple[GlossaryEntry, ...] = (),
    *,
    feedback: bool = True,
    reviewers: str = "",
    always: tuple[str, ...] = (),
    picture: Picture | None = None,
) -> str:
    """One question and its reply; `key` begins the ids of its elements, unique on the page.

    `always` are the questions of the passages that stand under every answer: what to ask a
    doctor, and where to find support. `picture` is the whole picture of the disease in short.
    """
    feedback = feedback and reply.kind != "urgent"  # nobody is asked for marks in an emergency
    parts = (
        asked(reply.question, key, language),
        f'<div class="reply {reply.kind}">',
        _understood(reply, language),
        *(notice(n, language) for n in reply.notices),
        ask_buttons((option.text for option in reply.options), "options", language),
        *_passages(reply, key, language, glossary, feedback, reviewers),
        _before_deciding(reply, always, picture, language),
        _gap(key, language) if feedback and reply.kind == "decline" else "",
        f'<p class="caution-note"{english(language)}>{text(reply.caution)}</p>',
        "</div>",
        _related(reply, key, language),
    )
    return "".join(parts)


def asked(question: str, key: str, language: str) -> str:
    """The heading of a turn. What was typed may be in any language and direction."""
    return (
        f'<h2 class="asked" id="{key}-asked" tabindex="-1">'
        f'<span class="who">{text(word(language, "you_asked"))}</span> '
        f'<span class="words" dir="auto">{text(question)}</span></h2>'
    )


def announcement(reply: Reply, language: str) -> str:
    """What a screen reader says once the reply is there: fixed lines, or what was answered."""
    lines = [translated(language, n.text) or n.text for n in reply.notices]
    if reply.passages:
        lines.append(word(language, "answered", question=reply.passages[0].question))
    return " ".join(lines)


def notice(line: Notice, language: str) -> str:
    """A fixed line of the reply, in the page's language if it is translated."""
    own = translated(language, line.text)
    attribute = "" if own else english(language)
    name = "notice urgent-line" if line.kind in _URGENT else "notice"
    shown = telephones(own or line.text)
    return f'<p class="{name}" data-kind="{text(line.kind)}"{attribute}>{shown}</p>'


def unavailable(line: str, language: str = "en") -> str:
    """What is shown when no index can be served."""
    return notice(Notice("unavailable", line), language).replace("notice", "notice unavailable", 1)


def caution_bar(language: str = "en") -> str:
    """The caution that stays in sight, translated if the page is."""
    own = translated(language, CAUTION)
    attribute = "" if own else english(language)
    title = text(word(language, "caution_title"))
    return (
        f'<p class="caution"><strong>{title}</strong> '
        f"<span{attribute}>{text(own or CAUTION)}</span></p>"
    )


def _understood(reply: Reply, language: str) -> str:
    if reply.understood_as == reply.question:
        return ""
    return (
        f'<p class="understood">{text(word(language, "understood"))} '
        f'<span dir="auto">{text(reply.understood_as)}</span></p>'
    )


def _passages(
    reply: Reply,
    key: str,
    language: str,
    glossary: tuple[GlossaryEntry, ...],
    feedback: bool,
    reviewers: str,
) -> Iterable[str]:
    """The passages; when there are several, each says which of how many it is."""
    count = len(reply.passages)
    for place, passage in enumerate(reply.passages, 1):
        if count > 1:
            label = text(word(language, "answer_of", number=place, count=count))
            yield f'<p class="place">{label}</p>'
        yield passage_html(
            passage, key, place, glossary, language, feedback=feedback, reviewers=reviewers
        )


def _before_deciding(
    reply: Reply, always: tuple[str, ...], picture: Picture | None, language: str
) -> str:
    """Under an answer, the ways to the whole picture, to a doctor and to support.

    What is offered anyway is left out.
    """
    offered = {*reply.suggestions, *(passage.question for passage in reply.passages)}
    ways = [question for question in always if question not in offered]
    if reply.kind != "answer" or not (ways or picture):
        return ""
    parts = []
    if picture:
        parts.append(picture_html(picture, language))
    if ways:
        line = text(word(language, "before_deciding"))
        parts.append(f"<p>{line}</p>{ask_buttons(ways, 'options', language)}")
    return f'<div class="before">{"".join(parts)}</div>'


def _gap(key: str, language: str) -> str:
    return (
        f'<div class="gap"><button type="button" data-gap aria-describedby="{key}-gap">'
        f"{text(word(language, 'gap'))}</button>"
        f'<p class="hint" id="{key}-gap">{text(word(language, "gap_hint"))}</p></div>'
    )


def _related(reply: Reply, key: str, language: str) -> str:
    if not reply.suggestions:
        return ""
    return (
        f'<div class="related" role="group" aria-labelledby="{key}-related">'
        f'<h3 id="{key}-related">{text(word(language, "related"))}</h3>'
        f"{ask_buttons(reply.suggestions, 'suggestions', language)}</div>"
    )
