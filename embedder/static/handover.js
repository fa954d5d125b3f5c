// The window that the bookmark "From my browser" opens. It takes one message: from its opener, of
// the origin that the window's own address names, about a page of that origin. A page may cut the
// window off from itself: then what the bookmark copied is pasted. What came is shown as text, and
// kept once the editor presses the button.
"use strict";

const handover = document.getElementById("handover");
const PATIENCE = 6000; // milliseconds
const MOST = 4000000; // characters

function listen() {
  const expected = handover.dataset.origin;
  const said = document.getElementById("handover-said");
  const other = document.getElementById("handover-else");
  const form = handover.querySelector("form");
  let late = 0;
  let refused = false;

  function tell(what) {
    clearTimeout(late);
    said.textContent = said.dataset[what];
    other.hidden = !form.hidden;
  }

  // What the bookmark says; whether it was a post.
  function got(told, as) {
    const handed = told.handed;
    if (told.problem === "protected") tell("protected");
    else if (told.problem || !fits(handed, expected)) tell("noPost");
    else if (JSON.stringify(handed).length > MOST) tell("tooLarge");
    else {
      show(form, handed);
      tell(as);
      return true;
    }
    return false;
  }

  function take(event) {
    if (!event.data || event.data.onrecord !== 1) return;
    if (event.source !== window.opener || event.origin !== expected) refuse(event.origin);
    else if (got(event.data, "got")) removeEventListener("message", take);
  }

  // Another page's message; the first one is written down, too.
  function refuse(origin) {
    tell("foreign");
    if (refused) return;
    refused = true;
    const body = new URLSearchParams({ foreign: origin, csrf: form.elements.csrf.value });
    fetch(form.action, { method: "POST", body }).catch(() => {});
  }

  function paste() {
    const box = document.getElementById("handover-paste");
    const field = box.querySelector("textarea");
    box.hidden = false;
    field.focus();
    field.addEventListener("input", () => {
      let told = null;
      try { told = JSON.parse(field.value); } catch { told = null; }
      if (!told || told.onrecord !== 1) tell("notIt");
      else if (got(told, "pasted")) box.hidden = true;
      field.value = "";
    });
  }

  if (!window.opener) {
    const copied = new URLSearchParams(location.search).has("copied");
    tell(copied ? "copied" : "cutOff");
    if (copied) paste();
    return;
  }
  late = setTimeout(() => tell("nothing"), PATIENCE);
  addEventListener("message", take);
  if (expected) window.opener.postMessage("onrecord: ready", expected);
}

const word = (value) => value === undefined || value === null || typeof value === "string";

function fits(handed, expected) {
  try {
    return new URL(handed.url).origin === expected && Array.isArray(handed.pictures)
      && [handed.text, handed.name, handed.handle, handed.time, handed.html].every(word);
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
  put("time", moment(handed.time));
  put("text", handed.text);
  put("pictures", String(handed.pictures.length));
  form.querySelector("[data-part=cut]").hidden = handed.cut !== true;
  form.elements.handed.value = JSON.stringify(handed);
  form.hidden = false;
  form.elements.public.focus();
}

function moment(time) {
  const at = new Date(time || "");
  if (Number.isNaN(at.getTime())) return time;
  const { lang } = document.documentElement;
  const said = at.toLocaleString(lang, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  return `${said} UTC`;
}

if (handover && !("done" in handover.dataset)) listen();
