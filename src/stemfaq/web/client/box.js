// The question box: Gradio's Textbox, mended where it falls short (docs/web.md).
const NEAR = 1_000; // characters left when the counter appears
let unasked = ""; // what an address asked for that is too long; the box shows it with its counter
const box = () => find("#question textarea");

function hint(line) {
  if (line) announce(line);
  const place = find("#box-hint");
  if (!place) return; // Gradio has not drawn the box yet
  place.textContent = line;
  place.hidden = !line;
}

function count() {
  const left = MOST - box().value.length;
  const place = find("#counter");
  place.hidden = left > NEAR;
  place.classList.toggle("over", left < 0);
  place.textContent = left < 0 ? say("characters_over", { count: -left })
    : say("characters_left", { count: left });
  if (left > NEAR) place.textContent = "";
  if (box().value) hint("");
}

// Gradio draws the box after the component that calls us, so it may not be there yet.
function mendBox() {
  const area = box();
  if (!area) {
    requestAnimationFrame(mendBox);
    return;
  }
  area.setAttribute("aria-describedby", "box-hint counter");
  area.setAttribute("dir", "auto");
  area.setAttribute("enterkeyhint", "send");
  area.setAttribute("autocomplete", "off");
  find("#question").append(
    make("p", { id: "box-hint", class: "hint", hidden: true }),
    make("p", { id: "counter", class: "hint", hidden: true }));
  // Focus stays in the box, for the next question; one key back leads to where reading goes on.
  find("#ask-row").prepend(
    make("a", { id: "to-answer", href: "#conversation" }, say("to_answer")));
  area.addEventListener("input", count);
  if (wanted) there(wanted); // now that the page has its full height
  elsewhere();
  if (!unasked) return;
  area.value = unasked;
  area.dispatchEvent(new Event("input"));
}
