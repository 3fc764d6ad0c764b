// Asking: one question at a time, through the functions that Gradio's HTML component calls.
const READY_WITHIN = 30_000; // milliseconds until we say that the page could not start
const SLOW_AFTER = 8_000;
const GIVE_UP_AFTER = 45_000;
const TWICE = 1_000;
const MOST = 20_000; // characters, as in stemfaq.answer.question

let pending = null;
let mounted;
const ready = new Promise((resolve, reject) => {
  mounted = resolve;
  setTimeout(() => reject(new Error("not_started")), READY_WITHIN);
});
ready.catch(() => {}); // each question says it for itself

// Gradio does not tell why a call failed; the browser's own record of the request does.
let status = null;
try {
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.name.includes("/component_server")) status = entry.responseStatus ?? null;
    }
  }).observe({ type: "resource" });
} catch {
  // an old browser: every failure then reads as a lost connection
}

async function reason() {
  await new Promise((resolve) => { setTimeout(resolve, 200); });
  if (!status) return "offline";
  return status === 429 || status === 503 ? "busy" : "failed";
}

// Returns what the box holds afterwards: nothing, or the text that was not asked.
function ask(typed, focus = false) {
  const text = String(typed ?? "");
  if (pending) return text;
  if (!text.trim()) {
    hint(say("type_first"));
    return text;
  }
  if (text.length > MOST) {
    hint(say("characters_over", { count: text.length - MOST }));
    return text;
  }
  hint("");
  const key = `t${Date.now().toString(36)}`;
  pending = { key, typed: text, focus, turn: showPending(key, text) };
  rememberAsked(text);
  answerTo(pending);
  return "";
}

// What was asked before, shortened: a request has a size limit, and a context needs no novels.
const context = (most) => memory.slice(-most).map((turn) => turn.typed.slice(0, 2_000));

async function answerTo(asked) {
  const slow = setTimeout(() => { find(".looking", asked.turn).textContent = say("slow"); },
    SLOW_AFTER);
  let result;
  let line;
  try {
    const server = await ready;
    status = null;
    result = await Promise.race([
      server.ask({
        turns: [...context(20), asked.typed],
        key: asked.key,
        language,
      }),
      new Promise((resolve) => { setTimeout(resolve, GIVE_UP_AFTER); }),
    ]);
    if (!result) line = say(await reason());
  } catch {
    line = say("not_started");
  }
  clearTimeout(slow);
  if (pending !== asked) return; // stopped, or started again
  finish();
  if (result?.html) {
    showReply(asked.turn, result.html);
    remember(asked.key, asked.typed, result.html);
    rememberAsked("");
    announce(result.announce);
  } else {
    showFailure(asked.turn, asked.typed, line, result?.failure);
    announce(find(".notice", asked.turn).textContent);
  }
  mark();
  bring(asked.turn, asked.focus || matchMedia("(pointer: coarse)").matches);
}

function finish() {
  pending = null;
  document.documentElement.classList.remove("waiting");
}

function stop() {
  if (!pending) return box()?.value ?? "";
  const { turn, typed } = pending;
  finish();
  rememberAsked("");
  turn.remove();
  mark();
  announce(say("stopped"));
  box()?.focus();
  return typed;
}

function again() {
  finish();
  forget();
  turns().replaceChildren();
  mark();
  hint("");
  announce(say("started_again"));
  scrollTo({ top: 0 });
  box()?.focus({ preventScroll: true });
  return "";
}

// A page to print is made by the server from the questions alone, in a tab of its own.
let made = 0;
function doctor() {
  if (Date.now() - made < TWICE) return; // a double click wants one page
  made = Date.now();
  const form = make("form", { method: "post", action: "doctor", target: "_blank", hidden: true },
    make("input", { name: "turns", value: JSON.stringify(context(50)) }),
    make("input", { name: "language", value: language }));
  document.body.append(form);
  form.submit();
  form.remove();
}
