// A form that names what it showed, or what it asks for, is out of date on a page that the browser had kept:
// sent once more from there, undoing a change would look like changing nothing. So the page is fetched afresh.

addEventListener('pageshow', (event) => {
  // Always by GET, which sends no refused form again, and without the fragment, which by itself fetches nothing.
  if (event.persisted) location.replace(location.pathname + location.search);
});
