// Where the reader is, so that a reload, "Back" and Gradio's late arrival leave them there.
history.scrollRestoration = "manual"; // the browser restores before the conversation stands
let wanted = stored(PLACE, {});

// The heading that is being read, as heights differ from one visit to the next, and what is open.
function here() {
  const headings = [...turns().querySelectorAll(":is(h2, h3)[id]")];
  const read = headings.filter(({ id }) => topOf(id) < innerHeight / 2).pop();
  const open = [...turns().querySelectorAll("details")].map((details) => details.open);
  return read ? { id: read.id, top: topOf(read.id), open } : {};
}

const topOf = (id) => document.getElementById(id).getBoundingClientRect().top;

function there({ id, top, open }) {
  if (!document.getElementById(id)) return;
  turns().querySelectorAll("details").forEach((details, number) => {
    details.open = Boolean(open?.[number]);
  });
  scrollBy(0, topOf(id) - top);
}

// Who scrolls, types or asks before the page is complete wants to be elsewhere.
const elsewhere = () => { wanted = null; };
for (const name of ["wheel", "touchmove", "keydown"]) addEventListener(name, elsewhere, { once: true });
addEventListener("pagehide", () => store(PLACE, here()));
