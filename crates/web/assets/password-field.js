// Shows a password on wish, and says what it is worth while it is typed.
//
//   <div data-password-field data-judge="/ui/password-judgement" data-judge-token="TOKEN">
//     <input type="password" aria-describedby="… worth">
//     <button type="button" hidden aria-pressed="false" data-password-toggle
//       data-show="Show" data-hide="Hide"><span>Show</span></button>
//     <p id="worth" aria-live="polite" hidden data-password-strength></p>
//   </div>
//
// Without `data-judge` it only shows and hides; without `data-judge-token` it is about the password
// of whoever is signed in. Where `data-password-strength` stands goes a sentence, and its value
// becomes 0 to 4.

const PAUSE = 400;

for (const field of document.querySelectorAll('[data-password-field]')) {
  const input = field.querySelector('input');
  const toggle = field.querySelector('[data-password-toggle]');
  const worth = field.querySelector('[data-password-strength]');

  if (toggle) {
    const label = toggle.querySelector('span') ?? toggle;
    const show = (shown) => {
      const { selectionStart, selectionEnd } = input;
      input.type = shown ? 'text' : 'password';
      input.setSelectionRange(selectionStart, selectionEnd);
      toggle.setAttribute('aria-pressed', shown);
      label.textContent = shown ? toggle.dataset.hide : toggle.dataset.show;
    };
    // Its name says what it does next, so it is not "pressed" as well.
    toggle.removeAttribute('aria-pressed');
    toggle.hidden = false;
    toggle.addEventListener('click', () => show(input.type === 'password'));
    // Password managers and browsers keep what is sent from a field of type password.
    input.form?.addEventListener('submit', () => show(false));
  }

  if (worth && field.dataset.judge) {
    let timer;
    let asked;
    input.addEventListener('input', () => {
      clearTimeout(timer);
      asked?.abort();
      if (input.value) timer = setTimeout(judge, PAUSE);
      else worth.textContent = '';
    });

    async function judge() {
      asked = new AbortController();
      const body = new URLSearchParams({ password: input.value });
      if (field.dataset.judgeToken) body.set('token', field.dataset.judgeToken);
      if (document.documentElement.lang) body.set('language', document.documentElement.lang);
      try {
        const answer = await fetch(field.dataset.judge, { method: 'POST', body, signal: asked.signal });
        if (!answer.ok) return;
        const { text, strength } = await answer.json();
        worth.textContent = text;
        worth.dataset.passwordStrength = strength;
        worth.hidden = false;
      } catch {
        // Typed on, or out of reach: setting the password judges it all the same.
      }
    }
  }
}
