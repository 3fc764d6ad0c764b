// The words of the page, and Gradio's configuration, which stands in the document as data so that
// no inline script is needed (docs/web.md).
const read = (id) => JSON.parse(document.getElementById(id).textContent);
window.__gradio_mode__ = "app";
window.gradio_config = read("gradio-config");
window.gradio_api_info = read("gradio-api-info");

const language = document.documentElement.lang;
const words = window.gradio_config.i18n_translations[language];

// Gradio 6.31 takes its language from the browser alone; here the address may choose it.
if (navigator.language.split("-")[0] !== language) {
  Object.defineProperty(navigator, "language", { get: () => language });
}

function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// An element with attributes and text; nothing here ever parses what a person typed as HTML.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

const find = (selector, within = document) => within.querySelector(selector);

// A screen reader reads this once; the same text twice in a row is read twice.
function announce(text) {
  const region = find("#announce");
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 50);
}
