// Start: show what this tab remembers, listen to clicks, and hand Gradio's box its functions.
const CLICKS = [
  ["button[data-ask]", (button) => ask(button.dataset.ask, true)],
  ["button[data-retry]", (button) => { button.closest(".turn").remove(); ask(button.dataset.retry, true); }],
  ["button[data-helpful]", helpful],
  ["button[data-gap]", gap],
  ["button.term", (button) => explain(button)],
];

document.addEventListener("click", (event) => {
  const cite = event.target.closest("a.cite");
  if (cite) {
    event.preventDefault();
    lead(cite);
    return;
  }
  const found = CLICKS.find(([selector]) => event.target.closest(selector));
  if (found) found[1](event.target.closest(found[0]));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest("p, .explanation");
  open?.querySelectorAll('.term[aria-expanded="true"]').forEach((button) => explain(button, false));
});

document.addEventListener("toggle", (event) => {
  if (event.target.id === "browse") browse(event.target);
}, true);

function mount(element, server) {
  element.append(find("#conversation"));
  find("#early").remove();
  mendBox();
  mounted(server);
}

// What is sticky hides what scrolls below it, so scrolling leaves room for it.
function measure() {
  const style = document.documentElement.style;
  for (const [id, name] of [["caution", "--caution"], ["ask-row", "--asking"]]) {
    const element = document.getElementById(id);
    const sticks = element && getComputedStyle(element).position === "sticky";
    style.setProperty(name, `${sticks ? element.offsetHeight : 0}px`);
  }
  // In a low window the caution scrolls, and what scrolls must be reached by keyboard.
  const caution = find("#caution");
  if (caution.scrollHeight > caution.clientHeight) caution.tabIndex = 0;
  else caution.removeAttribute("tabindex");
}
addEventListener("resize", measure);
new ResizeObserver(measure).observe(document.body);

window.stemfaq = { mount, ask, stop, again, doctor };
for (const { key, html } of memory) show(key, html);
mark();
measure();

const address = new URL(location.href);
const question = address.searchParams.get("q");
if (question?.trim()) {
  address.searchParams.delete("q"); // a reload must not ask again
  history.replaceState(null, "", address);
  unasked = ask(question, true);
} else if (recallAsked()) {
  ask(recallAsked(), true); // the page was reloaded before the reply came
} else if (memory.length) {
  turns().lastElementChild.scrollIntoView({ block: "start" });
}
