// Posting a page's form the way a browser without JavaScript does.

import assert from 'node:assert/strict';

/** The attributes of each `<input>` of a page. */
function inputsOf(html) {
  return (html.match(/<input\b[^>]*>/gi) ?? []).map((tag) => {
    const attributes = {};
    for (const [, name, value] of tag.matchAll(/([\w-]+)="([^"]*)"/g)) attributes[name.toLowerCase()] = value;
    return attributes;
  });
}

/**
 * The fields of the set-password form on a page, every password field filled in.
 *
 * @param {string} html
 * @param {string} password
 */
export function passwordFields(html, password) {
  const fields = new URLSearchParams();
  for (const { name, type, value = '' } of inputsOf(html)) {
    if (!name) continue;
    if (type === 'password') fields.append(name, password);
    else if (type === 'hidden') fields.append(name, value);
  }
  assert.ok([...fields.values()].includes(password), 'the page has a password field');
  return fields;
}

/**
 * Posts the fields to the page they came from, with the headers of a browser on a page whose
 * referrer policy is `no-referrer`.
 *
 * @param {string} url
 * @param {URLSearchParams} fields
 */
export function postForm(url, fields) {
  return fetch(url, {
    method: 'POST',
    body: fields,
    headers: { origin: 'null', 'sec-fetch-site': 'same-origin', accept: 'text/html' },
    redirect: 'manual',
    signal: AbortSignal.timeout(60_000),
  });
}

/** Whether an answer starts a session. */
export function signsIn(answer) {
  return answer.headers.getSetCookie().some((cookie) => !/max-age=0/i.test(cookie));
}
