// Asking: one question at a time, through the functions that Gradio's HTML component calls.
const READY_WITHIN = 30_000; // milliseconds until we say that the page could not start
const SLOW_AFTER = 8_000;
const GIVE_UP_AFTER = 45_000;
const TWICE = 1_000;
const DOUBLE_CLICK = 500;
const MOST = 20_000; // characters, as in stemfaq.answer.question

let pending = null;
let mounted;
const ready = new Promise((resolve) => { mounted = resolve; });
const wait = (time) => new Promise((resolve) => { setTimeout(resolve, time); });
// The style then shows where to read without asking. What starts later still works.
wait(READY_WITHIN).then(() => document.documentElement.classList.add("late"));

// Gradio does not tell why a call failed, so we look at the status of each call on its way.
// (The browser's own record of requests has none of a response whose body nobody read.)
const statuses = {}; // by the name of the function
const plainFetch = window.fetch;
window.fetch = async (address, options) => {
  const response = await plainFetch(address, options);
  if (String(address).includes("/component_server")) {
    statuses[JSON.parse(options.body).fn_name] = response.status;
  }
  return response;
};

function reason(status) {
  if (!(status >= 400)) return "offline"; // no response, or one that broke off
  if (status === 413) return "too_large";
  if (status === 429) return "busy";
  return [502, 503, 504].includes(status) ? "unavailable" : "failed";
}

// Calls a function of the server: its result, or the reason why there is none.
async function call(name, value) {
  const server = await Promise.race([ready, wait(READY_WITHIN - performance.now())]);
  if (!server) return { reason: "not_started" };
  delete statuses[name];
  let result;
  try {
    result = await Promise.race([server[name](value), wait(GIVE_UP_AFTER)]);
  } catch {
    // the status says more
  }
  return result ? { result } : { reason: reason(statuses[name]) };
}

// Says so politely if a question waits for its reply: nothing that is tapped then is lost.
function occupied() {
  if (pending) hint(say("one_at_a_time"));
  return Boolean(pending);
}

// Returns what the box holds afterwards: nothing, or the text that was not asked.
function ask(typed, focus = false) {
  const text = String(typed ?? "");
  if (occupied()) return text;
  if (!text.trim()) {
    hint(say("type_first"));
    return text;
  }
  if (text.length > MOST) {
    announce(say("characters_over", { count: text.length - MOST })); // the counter shows it
    return text;
  }
  hint("");
  const key = `t${Date.now().toString(36)}`;
  pending = { key, typed: text, focus, turn: showPending(key, text) };
  rememberAsked(key, text);
  answerTo(pending);
  return "";
}

function retry(button) {
  if (occupied()) return;
  const turn = button.closest(".turn");
  const { key, typed } = recall(turn.id);
  forget(key);
  turn.remove();
  ask(typed, true);
}

// What was asked before, shortened: a request has a size limit, and a context needs no novels.
const context = (most) => memory.filter((turn) => turn.html).slice(-most)
  .map((turn) => turn.typed.slice(0, 2_000));

async function answerTo(asked) {
  const { key, typed, turn } = asked;
  const slow = setTimeout(() => { find(".looking", turn).textContent = say("slow"); }, SLOW_AFTER);
  const { result, reason: why } = await call("ask", { turns: [...context(12), typed], key, language });
  clearTimeout(slow);
  if (pending !== asked) return; // stopped, or started again
  finish();
  if (result?.html) {
    rememberReply(key, result.html);
    showReply(turn, result.html);
    announce(result.announce);
  } else {
    showFailure(turn, why ? say(why) : "", result?.failure);
    announce(find(".notice", turn).textContent);
  }
  bring(turn, asked.focus || matchMedia("(pointer: coarse), (max-height: 20rem)").matches);
}

function finish() {
  pending = null;
  document.documentElement.classList.remove("waiting");
  hint("");
}

// The question goes back into the box, unless something else was typed there meanwhile.
function stop() {
  const written = box()?.value ?? "";
  if (!pending) return written;
  const { key, turn, typed } = pending;
  finish();
  box()?.focus();
  if (written.trim()) {
    rememberReply(key, "");
    showFailure(turn, say("stopped_above"));
    announce(say("stopped_above"));
    return written;
  }
  forget(key);
  turn.remove();
  mark();
  announce(say("stopped"));
  return typed;
}

// The first press asks, the second one clears: what is cleared does not come back.
let pressed = 0;
function again() {
  const now = Date.now();
  if (!pressed) {
    pressed = now;
    find("#again").textContent = say("again_sure");
    announce(say("again_sure"));
  }
  if (now - pressed < DOUBLE_CLICK) return box()?.value ?? "";
  notAgain();
  finish();
  forgetAll();
  turns().replaceChildren();
  mark();
  announce(say("started_again"));
  scrollTo({ top: 0 });
  box()?.focus({ preventScroll: true });
  return "";
}

function notAgain() {
  if (pressed) find("#again").textContent = say("start_again");
  pressed = 0;
}

// A page to print is made by the server from the questions alone, in a tab of its own.
let made = 0;
function doctor() {
  if (Date.now() - made < TWICE) return; // a double click wants one page
  const turns = context(50);
  if (!turns.length) { hint(say("nothing_answered")); return; }
  made = Date.now();
  const form = make("form", { method: "post", action: "doctor", target: "_blank", hidden: true },
    make("input", { name: "turns", value: JSON.stringify(turns) }),
    make("input", { name: "language", value: language }));
  document.body.append(form);
  form.submit();
  form.remove();
}
