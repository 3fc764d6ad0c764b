// How turns stand on the page. HTML comes from our own server, where all text is escaped.
const turns = () => find("#turns");

function show(key, html) {
  const turn = make("article", { class: "turn", id: key, "aria-labelledby": `${key}-asked` });
  turn.innerHTML = html;
  turns().append(turn);
  mark();
  return turn;
}

// The question as it was typed.
function showAsked(key, typed) {
  const turn = show(key, "");
  turn.append(make("h2", { class: "asked", id: `${key}-asked`, tabindex: "-1" },
    make("span", { class: "who" }, say("you_asked")), " ",
    make("span", { class: "words", dir: "auto" }, shorten(typed))));
  return turn;
}

// It stands there at once, while the server looks for an answer.
function showPending(key, typed) {
  const turn = showAsked(key, typed);
  turn.classList.add("pending");
  turn.append(make("p", { class: "looking" }, say("looking")));
  document.documentElement.classList.add("waiting");
  bring(turn);
  return turn;
}

function showReply(turn, html) {
  turn.classList.remove("pending");
  turn.innerHTML = html;
}

// A question without a reply stays readable, with a way to ask it again.
function showFailure(turn, line, html) {
  turn.classList.remove("pending");
  turn.classList.add("failed");
  find(".looking", turn)?.remove();
  const notice = html ? document.createRange().createContextualFragment(html)
    : make("p", { class: "notice" }, line);
  turn.append(notice, make("button", { type: "button", class: "retry", "data-retry": true },
    say("retry")));
}

function bring(turn, focus = false) {
  elsewhere();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  turn.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  if (focus) find(".asked", turn)?.focus({ preventScroll: true });
}

// The style shows the welcome, or what only a conversation needs.
function mark() {
  document.documentElement.classList.toggle("talking", turns().children.length > 0);
}

const shorten = (typed) => (typed.length > 500 ? `${typed.slice(0, 500)} …` : typed);

// A hard word opens its explanation below the paragraph; Escape closes it.
function explain(button, open = button.getAttribute("aria-expanded") !== "true") {
  button.setAttribute("aria-expanded", String(open));
  const note = document.getElementById(button.getAttribute("aria-controls"));
  if (note) note.hidden = !open;
}

// A citation leads to its source, also while the list is closed.
function lead(link) {
  const source = document.getElementById(link.hash.slice(1));
  if (!source) return;
  source.closest("details").open = true;
  source.setAttribute("tabindex", "-1");
  source.scrollIntoView({ block: "center" });
  source.focus({ preventScroll: true });
}
