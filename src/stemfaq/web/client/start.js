// Start: show what this tab remembers, listen to clicks, and hand Gradio's box its functions.
const CLICKS = [
  ["button[data-ask]", (button) => ask(button.dataset.ask, true)],
  ["button[data-retry]", retry],
  ["button[data-helpful]", helpful],
  ["button[data-cancel]", cancel],
  ["button[data-gap]", gap],
  ["button.term", (button) => explain(button)],
];

const LINKS = [
  ["a.cite", lead],
  ["#to-answer", () => bring(turns().lastElementChild, true)],
];

document.addEventListener("click", (event) => {
  if (!event.target.closest("#again")) notAgain();
  const link = LINKS.find(([selector]) => event.target.closest(selector));
  if (link) {
    event.preventDefault();
    link[1](event.target.closest(link[0]));
    return;
  }
  const found = CLICKS.find(([selector]) => event.target.closest(selector));
  if (found) found[1](event.target.closest(found[0]));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (event.target.closest(".reasons")) cancel(event.target);
  const open = event.target.closest("p, .explanation");
  open?.querySelectorAll('.term[aria-expanded="true"]').forEach((button) => explain(button, false));
});

document.addEventListener("toggle", (event) => {
  if (event.target.id === "browse") browse(event.target);
}, true);

document.addEventListener("focusout", (event) => {
  if (event.target.id === "again") notAgain();
});

function mount(element, server) {
  const place = wanted ?? here();
  element.closest("[dir]")?.removeAttribute("dir"); // Gradio fixes "ltr"
  element.append(find("#conversation"));
  find("#early").remove();
  there(place);
  mendBox();
  mounted(server);
}

// What is sticky hides what scrolls below it, so scrolling leaves room for what is seen of it.
function measure() {
  const style = document.documentElement.style;
  const room = (element, hidden = 0) =>
    (element && getComputedStyle(element).position === "sticky" ? element.offsetHeight + hidden : 0);
  const caution = find("#caution");
  style.setProperty("--tall", `${caution.offsetHeight}px`);
  style.setProperty("--caution", `${room(caution, parseFloat(getComputedStyle(caution).top))}px`);
  style.setProperty("--asking", `${room(find("#ask-row"))}px`);
}
for (const name of ["resize", "focusin", "focusout"]) addEventListener(name, measure);
new ResizeObserver(measure).observe(document.body);
// On paper all of an answer is open.
let shut = [];
addEventListener("beforeprint", () => {
  shut = [...turns().querySelectorAll("details:not([open], .picture)")];
  shut.forEach((details) => { details.open = true; });
});
addEventListener("afterprint", () => shut.forEach((details) => { details.open = false; }));

window.stemfaq = { mount, ask, stop, again, doctor };
document.documentElement.classList.add("live");
const address = new URL(location.href);
const question = address.searchParams.get("q");
const last = memory[memory.length - 1];
const asks = question?.trim() ? question : last?.waits && last.typed;
if (asks && asks !== question) forget(last.key); // it is asked again below
for (const { key, typed, html } of memory) {
  if (html) show(key, html);
  else showFailure(showAsked(key, typed), say("unanswered"));
}
mark();
measure();

if (question !== null) {
  address.searchParams.delete("q"); // a reload must not ask again
  history.replaceState(null, "", address);
}
if (asks) unasked = ask(asks, true);
else there(wanted);
