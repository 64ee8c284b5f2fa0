// A form that a double click sends twice is sent once: the second answer, that there is such a user already
// or that a link is used, would be the one that is seen. Without this script the server still carries
// nothing out twice that must not be.
//
//   data-once   on such a form

// Whoever waits for longer than that may try again.
const WAITS = 10_000;

// Until when each form that was sent is not sent again.
let sent = new WeakMap();

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-once]')) return;
  if (sent.get(form) > performance.now()) {
    event.preventDefault();
    return;
  }
  // Once everybody else has seen the event: what an island sends in place stays on the page.
  setTimeout(() => {
    if (!event.defaultPrevented) sent.set(form, performance.now() + WAITS);
  });
});

// A double click types nothing. Whoever does has stopped the page from loading, and corrects what she sent.
document.addEventListener('input', (event) => sent.delete(event.target.form));

// Back on a page that the browser had kept.
addEventListener('pageshow', () => {
  sent = new WeakMap();
});
