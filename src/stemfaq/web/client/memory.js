// The conversation of this tab: it survives a reload, and ends with the tab (sessionStorage).
const KEY = "stemfaq";
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

function forget() {
  memory.length = 0;
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // storage is off: there is nothing to forget
  }
}
