// What components do beyond HTML alone. Without it every one of them still works.
//
//   data-copy="ID"        a hidden button that copies the field ID; data-copied: what it says then
//   data-color-for="ID"   a hidden colour picker for the field ID, in the place of data-color-sample
//   data-dialog="ID"      on a link: opens the dialog ID instead of the page behind the link
//   data-menu             a <details> that closes at Escape and at a click elsewhere

const SAID = 2_000;

function enliven(part) {
  for (const button of part.querySelectorAll('[data-copy]')) button.hidden = false;
  for (const picker of part.querySelectorAll('[data-color-for]')) {
    const field = document.getElementById(picker.dataset.colorFor);
    const follow = () => {
      if (/^#[0-9a-f]{6}$/i.test(field.value)) picker.value = field.value;
    };
    picker.addEventListener('input', () => {
      field.value = picker.value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    field.addEventListener('input', follow);
    follow();
    picker.hidden = false;
    picker.parentElement.querySelector('[data-color-sample]')?.setAttribute('hidden', '');
  }
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  // Browsers give the clipboard only to pages that came over TLS; the older way does without.
  const copied = navigator.clipboard
    ? await navigator.clipboard.writeText(field.value).then(() => true, () => false)
    : document.execCommand('copy');
  const label = button.querySelector('[aria-live]');
  if (!copied || label.dataset.label) return;
  label.dataset.label = label.textContent;
  label.textContent = button.dataset.copied;
  setTimeout(() => {
    label.textContent = label.dataset.label;
    delete label.dataset.label;
  }, SAID);
}

function openDialog(link, event) {
  const dialog = document.getElementById(link.dataset.dialog);
  if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dialog.showModal();
}

document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('[data-menu][open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const button = event.target.closest('[data-copy]');
  if (button) copy(button);
  const link = event.target.closest('a[data-dialog]');
  if (link) openDialog(link, event);
});

document.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && document.querySelector('[data-menu][open]');
  if (!menu) return;
  event.preventDefault();
  menu.open = false;
  menu.querySelector('summary').focus();
});

document.addEventListener('islands:swapped', (event) => enliven(event.target));
enliven(document);
