// The conversation of this tab: it survives a reload, and ends with the tab (sessionStorage).
const KEY = "stemfaq";
const ASKED = "stemfaq-asked"; // the question that waits for its reply
const memory = recall(); // [{key, typed, html}], oldest first

function recall() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return kept.filter((turn) => typeof turn.typed === "string" && typeof turn.html === "string");
  } catch {
    return []; // storage is off, or holds something else
  }
}

function keep() {
  for (let from = 0; from <= memory.length; from += 1) {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(memory.slice(from)));
      return;
    } catch {
      // Full, or off: try without the oldest turn; the page works without memory, too.
    }
  }
}

function remember(key, typed, html) {
  const known = memory.find((turn) => turn.key === key);
  if (known) known.html = html;
  else memory.push({ key, typed, html });
  keep();
}

// A question without a reply outlives a reload, too; "" once it is answered or stopped.
function rememberAsked(typed) {
  try {
    if (typed) sessionStorage.setItem(ASKED, typed);
    else sessionStorage.removeItem(ASKED);
  } catch {
    // full, or off: the question then ends with a reload
  }
}

function recallAsked() {
  try {
    return sessionStorage.getItem(ASKED) ?? "";
  } catch {
    return "";
  }
}

function forget() {
  memory.length = 0;
  rememberAsked("");
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // storage is off: there is nothing to forget
  }
}
