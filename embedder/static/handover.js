// The window that the bookmark "From my browser" opens. It takes one message: from its opener, of
// the origin that the window's own address names, about a page of that origin. What came is shown
// as text, and kept once the editor presses the button.
"use strict";

const handover = document.getElementById("handover");
const PATIENCE = 6000; // milliseconds

function listen() {
  const expected = handover.dataset.origin;
  const said = document.getElementById("handover-said");
  const form = handover.querySelector("form");
  const late = setTimeout(() => { said.textContent = said.dataset.nothing; }, PATIENCE);

  function take(event) {
    if (!event.data || event.data.onrecord !== 1) return;
    if (event.source !== window.opener || event.origin !== expected) {
      said.textContent = said.dataset.foreign;
      return;
    }
    const handed = event.data.handed;
    clearTimeout(late);
    if (event.data.problem || !fits(handed, expected)) {
      said.textContent = event.data.problem === "protected" ? said.dataset.protected : said.dataset.noPost;
      return;
    }
    removeEventListener("message", take);
    show(form, handed);
    said.textContent = said.dataset.got;
  }

  addEventListener("message", take);
  if (window.opener && expected) window.opener.postMessage("onrecord: ready", expected);
}

function fits(handed, expected) {
  try {
    return typeof handed === "object" && new URL(handed.url).origin === expected
      && Array.isArray(handed.pictures) && JSON.stringify(handed).length < 4000000;
  } catch {
    return false;
  }
}

function show(form, handed) {
  const parts = form.querySelector(".handed");
  const put = (part, words) => {
    parts.querySelector(`[data-part=${part}]`).textContent = words || parts.dataset.unknown;
  };
  put("url", handed.url);
  put("name", [handed.name, handed.handle].filter(Boolean).join(" · "));
  put("time", handed.time);
  put("text", handed.text);
  put("pictures", String(handed.pictures.length));
  form.elements.handed.value = JSON.stringify(handed);
  form.hidden = false;
  form.elements.public.focus();
}

if (handover && !("done" in handover.dataset)) listen();
