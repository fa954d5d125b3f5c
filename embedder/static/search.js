// What takes long to count is loaded after the list. Without this, a link leads to it.
"use strict";

for (const place of document.querySelectorAll("[data-counts]")) {
  place.setAttribute("aria-busy", "true");
  fetch(place.dataset.counts, { headers: { Accept: "text/html" } })
    .then(answer => (answer.ok ? answer.text() : Promise.reject(answer)))
    .then(text => {
      const found = new DOMParser().parseFromString(text, "text/html");
      for (const part of found.querySelectorAll("[data-part]")) {
        const into = document.querySelector(`[data-into="${part.dataset.part}"]`);
        if (into) into.replaceChildren(...part.childNodes);
      }
    })
    .catch(() => { /* The link to all of it stays. */ })
    .finally(() => place.removeAttribute("aria-busy"));
}
