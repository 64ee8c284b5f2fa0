// Brings the islands of a page to life: once when it has loaded, and again in every part that an
// island has swapped in (it says so with the event `islands:swapped`).

import begin, * as islands from "usher.js";

function enliven(part) {
  for (const island of part.querySelectorAll('leptos-island:not([data-alive])')) {
    island.dataset.alive = '';
    islands[island.dataset.component]?.(island);
  }
}

// Where WebAssembly cannot be had, or the page is left before it is there, the page stays as it is.
const ready = await begin().catch(() => null);
if (ready) {
  islands.start();
  enliven(document);
  document.addEventListener('islands:swapped', (event) => enliven(event.target));
}
