// A form that a double click sends twice is sent once: the second answer, that there is such a user already
// or that a link is used, would be the one that is seen. Without this script the server still carries
// nothing out twice that must not be.
//
//   data-once   on such a form

// Whoever waits for longer than that may try again.
const WAITS = 10_000;

let sent = new WeakSet();

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-once]')) return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  // Once everybody else has seen the event: what an island sends in place stays on the page.
  setTimeout(() => {
    if (event.defaultPrevented) return;
    sent.add(form);
    setTimeout(() => sent.delete(form), WAITS);
  });
});

// Back on a page that the browser had kept.
addEventListener('pageshow', () => {
  sent = new WeakSet();
});
