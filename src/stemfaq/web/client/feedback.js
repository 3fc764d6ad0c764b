// Feedback on a passage, and questions that staff should see. Nothing is sent without a click.
const REASONS = ["did-not-answer", "hard-to-read", "wrong-or-out-of-date", "other"];

// Sends what `form` holds. A line of thanks then stands in its place; if it could not be noted, it
// stays as it is and can be sent again.
async function send(place, form, name, value, done) {
  const pressed = document.activeElement;
  const buttons = form.querySelectorAll("button");
  find(".not-noted", form)?.remove();
  buttons.forEach((button) => { button.disabled = true; });
  const { result } = await call(name, value);
  buttons.forEach((button) => { button.disabled = false; });
  if (!place.isConnected) return; // started again
  const line = make("p", { class: "noted", tabindex: "-1" }, say(result?.noted ? done : "not_noted"));
  announce(line.textContent);
  const focused = form.contains(pressed);
  if (result?.noted) {
    rememberNoted(place.closest(".turn").id, place.dataset.noted, line);
    place.replaceWith(line);
    form.remove();
    if (focused) line.focus();
  } else {
    line.classList.add("not-noted");
    form.append(line);
    if (focused) pressed.focus();
  }
}

function helpful(button) {
  const group = button.closest(".helpful");
  const { passage } = button.closest("[data-passage]").dataset;
  group.dataset.noted = `[aria-labelledby="${group.getAttribute("aria-labelledby")}"]`;
  if (button.dataset.helpful === "yes") {
    send(group, group, "feedback", { passage, helpful: true, reasons: [], note: "" }, "thanks");
    return;
  }
  const form = group.nextElementSibling ?? reasons(passage, group);
  group.after(form);
  group.hidden = true;
  form.hidden = false;
  find("input", form).focus();
}

function reasons(passage, group) {
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
    make("div", { class: "choices" },
      make("button", { type: "submit" }, say("send_feedback")),
      make("button", { type: "button", "data-cancel": true }, say("cancel"))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(form);
    send(group, form, "feedback", {
      passage, helpful: false, reasons: data.getAll("reason"), note: data.get("note"),
    }, "thanks");
  });
  return form;
}

// What was written stays, should it be opened again.
function cancel(within) {
  const form = within.closest(".reasons");
  const group = form.previousElementSibling;
  form.hidden = true;
  group.hidden = false;
  find("[data-helpful=no]", group).focus();
}

function gap(button) {
  const place = button.closest(".gap");
  place.dataset.noted = ".gap";
  const { typed } = recall(button.closest(".turn").id);
  send(place, place, "gap", { question: typed }, "gap_noted");
}

async function browse(details) {
  const place = find(".themes", details);
  if (!details.open || place.dataset.loaded) return;
  place.textContent = say("browse_loading");
  const html = (await call("themes", { language })).result?.html;
  if (html) {
    place.innerHTML = html;
    place.dataset.loaded = "yes";
  } else {
    place.textContent = say("browse_failed");
  }
}
