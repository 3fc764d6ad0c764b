// The conversation of this tab: it survives a reload, and ends with the tab (sessionStorage).
const KEY = "stemfaq";
const PLACE = "stemfaq-place"; // where the reader was
// [{key, typed, html, waits}], oldest first. Without a reply `html` is ""; `waits` says that one is
// still wanted, so that a reload asks the latest question again.
const memory = stored(KEY, []).filter(
  (turn) => typeof turn?.typed === "string" && typeof turn.html === "string");

function stored(name, otherwise) {
  try {
    const value = JSON.parse(sessionStorage.getItem(name));
    return Array.isArray(value) === Array.isArray(otherwise) && value ? value : otherwise;
  } catch {
    return otherwise; // storage is off, or holds something else
  }
}

function store(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false; // full, or off: the page works without memory, too
  }
}

function keep() {
  // If it is full, try without the oldest turn.
  for (let from = 0; from <= memory.length; from += 1) if (store(KEY, memory.slice(from))) return;
}

const recall = (key) => memory.find((turn) => turn.key === key);

function rememberAsked(key, typed) {
  memory.push({ key, typed, html: "", waits: true });
  keep();
}

// The reply as it came; "" if none is wanted any more.
function rememberReply(key, html) {
  Object.assign(recall(key), { html, waits: false });
  keep();
}

// A line of thanks goes into the reply as it came. What stands on the page meanwhile, such as an
// open form or a button that waits, would come back dead.
function rememberNoted(key, selector, line) {
  const turn = recall(key);
  const reply = make("template");
  reply.innerHTML = turn.html;
  find(selector, reply.content)?.replaceWith(line.cloneNode(true));
  turn.html = reply.innerHTML;
  keep();
}

function forget(key) {
  memory.splice(memory.findIndex((turn) => turn.key === key), 1);
  keep();
}

function forgetAll() {
  memory.length = 0;
  keep();
}
