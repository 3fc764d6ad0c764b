// Feedback on a passage, and questions that staff should see. Nothing is sent without a click.
const REASONS = ["did-not-answer", "hard-to-read", "wrong-or-out-of-date", "other"];

async function send(place, name, value, done) {
  const server = await ready;
  const result = await server[name](value);
  const line = make("p", { class: "noted" }, say(result?.noted ? done : "not_noted"));
  if (place.contains(document.activeElement)) {
    line.tabIndex = -1;
    setTimeout(() => line.focus(), 0);
  }
  place.replaceWith(line);
  announce(line.textContent);
  const turn = line.closest(".turn");
  if (turn) remember(turn.id, "", turn.innerHTML);
}

function helpful(button) {
  const group = button.closest(".helpful");
  const passage = button.closest("[data-passage]").dataset.passage;
  if (button.dataset.helpful === "yes") {
    group.querySelectorAll("button").forEach((other) => { other.disabled = true; });
    send(group, "feedback", { passage, helpful: true, reasons: [], note: "" }, "thanks");
    return;
  }
  const form = reasons(passage);
  group.replaceWith(form);
  find("input", form).focus();
}

function reasons(passage) {
  const id = `note-${Date.now().toString(36)}`;
  const form = make("form", { class: "reasons" },
    make("fieldset", {},
      make("legend", {}, say("why_not")),
      ...REASONS.map((reason) => make("label", {},
        make("input", { type: "checkbox", name: "reason", value: reason }), " ",
        say(`reason_${reason}`)))),
    make("label", { for: id }, say("note")),
    make("p", { class: "hint", id: `${id}-hint` }, say("note_warning")),
    make("textarea", { id, name: "note", rows: "2", maxlength: "500",
      "aria-describedby": `${id}-hint` }),
    make("button", { type: "submit" }, say("send_feedback")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(form);
    find("button", form).disabled = true;
    send(form, "feedback", {
      passage, helpful: false, reasons: data.getAll("reason"), note: data.get("note"),
    }, "thanks");
  });
  return form;
}

function gap(button) {
  button.disabled = true;
  const turn = button.closest(".turn");
  const asked = memory.find((kept) => kept.key === turn.id);
  send(button.closest(".gap"), "gap", { question: asked?.typed ?? "" }, "gap_noted");
}

async function browse(details) {
  const place = find(".themes", details);
  if (!details.open || place.dataset.loaded) return;
  place.textContent = say("browse_loading");
  let html;
  try {
    html = (await (await ready).themes({ language }))?.html;
  } catch {
    // said below
  }
  if (html) {
    place.innerHTML = html;
    place.dataset.loaded = "yes";
  } else {
    place.textContent = say("browse_failed");
  }
}
