// A form that names what it showed, or what it asks for, is out of date once it was sent: on a page that the
// browser had kept, undoing the change would look like changing nothing. So such a page is fetched afresh; one
// on which nothing was sent keeps what was entered.

let sent = false;

document.addEventListener('submit', () => {
  sent = true;
});

addEventListener('pageshow', (event) => {
  // Always by GET, which sends no refused form again, and without the fragment, which by itself fetches nothing.
  if (event.persisted && sent) location.replace(location.pathname + location.search);
});
