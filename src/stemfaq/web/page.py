"""The web chat in Gradio: the question box with its buttons, and what its script may call."""

from functools import cache

import gradio as gr

from stemfaq.web.chat import Chat
from stemfaq.web.words import DEFAULT, LANGUAGES, catalogue, word


@cache
def translations() -> gr.I18n:
    """The whole catalogue for Gradio; our script reads it from Gradio's configuration."""
    return gr.I18n(**{language: dict(catalogue(language)) for language in LANGUAGES})


def build_page(chat: Chat) -> gr.Blocks:
    """The chat. Its document (title, caution, welcome) is `stemfaq.web.document`."""
    say = translations()
    with gr.Blocks(title=word(DEFAULT, "title"), analytics_enabled=False) as page:
        page.state_session_capacity = 1  # Gradio would keep ten thousand; ours hold nothing
        gr.HTML(
            "",
            elem_id="chat",
            js_on_load="stemfaq.mount(element, server)",
            server_functions=chat.functions(),
            apply_default_css=False,
        )
        with gr.Row(elem_id="tools"):
            doctor = gr.Button(say("doctor"), size="sm", min_width=0, elem_id="doctor")
            again = gr.Button(say("start_again"), size="sm", min_width=0, elem_id="again")
        with gr.Row(elem_id="ask-row"):
            box = gr.Textbox(
                label=say("question_label"),
                placeholder="",
                lines=1,
                max_lines=6,
                scale=5,
                min_width=0,
                elem_id="question",
            )
            send = gr.Button(say("ask"), variant="primary", scale=0, min_width=0, elem_id="send")
            stop = gr.Button(say("stop"), variant="stop", scale=0, min_width=0, elem_id="stop")
        # These run in the browser alone; the script calls the server functions above.
        gr.on([box.submit, send.click], None, [box], [box], js="(typed) => stemfaq.ask(typed)")
        stop.click(None, None, [box], js="() => stemfaq.stop()")
        again.click(None, None, [box], js="() => stemfaq.again()")
        doctor.click(None, None, None, js="() => { stemfaq.doctor(); return []; }")
    return page  # type: ignore[no-any-return]
