"""The whole picture beside an answer: the short answers of the disease's leaflet, closed at first.

One passage answers one question. Who decides by it should not have to look for the harms, for
what there is without the treatment, or for what to ask: all of it is one click away.
"""

from stemfaq.answer.reply import ShownPassage
from stemfaq.web.escape import english, text
from stemfaq.web.leaflet import Picture
from stemfaq.web.passage_html import as_of_words, evidence_level
from stemfaq.web.words import address, word


def picture_html(picture: Picture, language: str) -> str:
    """The link to the leaflet, and its short answers under the names of its sections."""
    disease = picture.link.named(language)
    path = text(address(picture.link.path, language))
    sections = "".join(
        f"<h4>{text(word(language, f'leaflet_{section}'))}</h4>"
        + "".join(short_html(passage, language) for passage in passages)
        for section, passages in picture.sections
    )
    return (
        f'<details class="picture"><summary>{text(word(language, "picture", disease=disease))}'
        f"</summary><p>{text(word(language, 'picture_hint'))}</p>{sections}</details>"
        f'<p class="alone"><a href="{path}">'
        f"{text(word(language, 'leaflet_link', disease=disease))}</a></p>"
    )


def short_html(passage: ShownPassage, language: str) -> str:
    """A passage's question, which leads to its page, and its short answer."""
    path = text(address(f"/passage/{passage.id}", language))
    lines = (
        f"<span{english(language)}>{text(passage.answer_markdown)}</span>",
        as_of_words(passage, language),
        evidence_level(passage, language),
    )
    return (
        f'<p class="asks alone"><a href="{path}"{english(language)}>'
        f"{text(passage.question)}</a></p>"
        f"<p>{' '.join(line for line in lines if line)}</p>"
    )
