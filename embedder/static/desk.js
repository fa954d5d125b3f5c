// The desk's script. Every page works without it; with it, captures are seen live, frames
// have the height of their embed, and codes go to the clipboard at once.
"use strict";

// Captures: an event says that something happened, the server says what. A browser holds few
// connections to one host, so a few streams are open at a time and the others wait.
const STREAMS = 3;
const waiting = [...document.querySelectorAll("[data-events]")];
let open = 0;

function watchNext() {
  while (open < STREAMS && waiting.length) watch(waiting.shift());
}

function watch(section) {
  const stream = new EventSource(section.dataset.events);
  let fetching = false, again = false;
  open++;

  async function refresh() {
    if (fetching) { again = true; return; }
    fetching = true;
    do {
      again = false;
      const page = await pageAt(`captures?job=${encodeURIComponent(section.id.slice(4))}`);
      const fresh = page && page.getElementById(section.id);
      if (fresh) section = replaceSection(section, fresh);
    } while (again);
    fetching = false;
    if (!section.dataset.events) {
      tallyUp();
      stream.close();
      open--;
      watchNext();
    }
  }

  stream.addEventListener("attempt", refresh);
  stream.addEventListener("state", refresh);
}

// How many came to what, and which need a hand: asked for once, however many end together.
let tallying = null;

function tallyUp() {
  tallying = tallying || setTimeout(async () => {
    tallying = null;
    const there = document.getElementById("tally");
    const page = there && await pageAt(location.href);
    const fresh = page && page.getElementById("tally");
    if (!fresh) return;
    const said = there.querySelector("[role=status]");
    said.replaceChildren(...fresh.querySelector("[role=status]").childNodes);
    there.replaceChildren(said, ...fresh.querySelectorAll("ul"));
  }, 700);
}

// What is being read stays: the sentence is changed in place, so that it is announced.
function replaceSection(old, fresh) {
  const words = old.querySelector(".sentence");
  const details = old.querySelector(".attempts");
  if (details && details.open && !fresh.dataset.events && details.dataset.touched) {
    const attempts = fresh.querySelector(".attempts");
    if (attempts) attempts.open = true;
  }
  const said = fresh.querySelector(".sentence");
  if (words && said) {
    words.replaceChildren(...said.childNodes);
    said.replaceWith(words);
  }
  if (fresh.dataset.events) old.dataset.events = fresh.dataset.events;
  else delete old.dataset.events;
  old.replaceChildren(...fresh.childNodes);
  prepare(old);
  return old;
}

async function pageAt(url, options) {
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" }, ...options });
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return null; // The network went away: the page stays as it is, and the stream comes back.
  }
}

// Frames are of our own host: their height can be read.
function fit(frame) {
  const measure = () => {
    const inside = frame.contentDocument && frame.contentDocument.documentElement;
    if (inside && inside.scrollHeight) frame.height = Math.ceil(inside.getBoundingClientRect().height);
  };
  frame.addEventListener("load", () => {
    measure();
    const inside = frame.contentDocument && frame.contentDocument.documentElement;
    if (inside) new ResizeObserver(measure).observe(inside);
  });
  measure();
}

// Codes
async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[role=status]");
  said.textContent = "";
  try {
    await navigator.clipboard.writeText(field.value);
    said.textContent = button.dataset.copied;
  } catch {
    field.focus();
    field.select();
    said.textContent = button.dataset.press;
  }
}

async function copyFrom(form) {
  const button = form.querySelector("button");
  button.disabled = true;
  const page = await pageAt(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const codes = page && page.getElementById("codes");
  if (!codes) { form.submit(); return; }
  const there = document.getElementById("codes");
  if (there) there.remove(); // of another post on this page
  form.after(codes);
  button.disabled = false;
  for (const hint of form.querySelectorAll("span.hint")) hint.remove();
  prepare(codes);
  await copy(codes.querySelector("[data-copy]"));
}

// Choices: what they lead to is shown anew on each, as the button would show it.
function follow(form) {
  let asked = 0;
  form.addEventListener("change", async () => {
    const mine = ++asked;
    const page = await pageAt(`${form.action}?${new URLSearchParams(new FormData(form))}`);
    const fresh = page && page.getElementById(form.dataset.follow);
    const there = document.getElementById(form.dataset.follow);
    if (!fresh || mine !== asked || !there) return;
    there.replaceWith(fresh);
    prepare(fresh);
  });
}

// Screenshots: dropped on the page or pasted, they are put beside those that were chosen.
function takePictures(field) {
  const said = document.getElementById(field.dataset.drop);
  said.hidden = false;
  const take = (files) => {
    const pictures = [...files].filter((file) => file.type.startsWith("image/"));
    if (!pictures.length) return false;
    const all = new DataTransfer();
    for (const file of [...field.files, ...pictures]) all.items.add(file);
    field.files = all.files;
    said.textContent = said.dataset.took.replace("{n}", String(all.files.length));
    return true;
  };
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files); });
  document.addEventListener("paste", (event) => { if (take(event.clipboardData.files)) event.preventDefault(); });
}

function prepare(root) {
  for (const field of root.querySelectorAll("[data-drop]")) takePictures(field);
  for (const form of root.querySelectorAll("form[data-follow]")) follow(form);
  for (const frame of root.querySelectorAll(".preview iframe, .strip iframe")) fit(frame);
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
  for (const form of root.querySelectorAll("form.copy")) {
    form.addEventListener("submit", (event) => { event.preventDefault(); copyFrom(form); });
  }
  for (const link of root.querySelectorAll("[data-drag]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      link.parentElement.querySelector("[role=status]").textContent = link.dataset.drag;
    });
  }
  for (const details of root.querySelectorAll("details.attempts")) {
    details.querySelector("summary").addEventListener("click", () => { details.dataset.touched = "1"; });
  }
}

prepare(document);
watchNext();
