// Everything on stage for one test: an SMTP server, a running Usher, an owner, an account, a token.

import { Api } from './api.mjs';
import { SteeredClock } from './clock.mjs';
import { SmtpSink } from './smtp.mjs';
import { Usher } from './usher.mjs';

/** The first owner, and the account she belongs to. */
export const OWNER = Object.freeze({
  account: 'Acme',
  email: 'owner@example.test',
  password: 'violet harbour tin lantern',
});

/** A password that every policy accepts. */
export const GOOD_PASSWORD = 'seven quiet otters by the weir';

/**
 * Sets the stage and clears it when the test is over.
 *
 * @param {import('node:test').TestContext} t
 * @param {object} [options]
 * @param {object} [options.smtp] what the SMTP server is made with
 * @param {Record<string, string>} [options.env]
 * @param {string} [options.smtpQuery]
 * @param {string[]} [options.through] a command that starts the binary in its own stead
 * @param {boolean | { timers: boolean }} [options.clock] gives Usher a clock that the test steers
 */
export async function stage(t, { smtp: smtpOptions, env = {}, smtpQuery, through, clock: clockOptions } = {}) {
  const smtp = await SmtpSink.start(smtpOptions);
  t.after(() => smtp.stop().catch(() => {}));
  const clock = clockOptions ? new SteeredClock(clockOptions) : undefined;
  if (clock) t.after(() => clock.remove());
  const usher = await Usher.start({
    env: {
      USHER__MAIL__SMTP_URL: smtp.url(smtpQuery),
      USHER__MAIL__FROM: 'Usher <no-reply@example.test>',
      ...clock?.env,
      ...env,
    },
    through,
  });
  t.after(() => usher.close());
  await usher.createOwner(OWNER);
  const token = await usher.createToken({ name: 'e2e' });
  const api = new Api(usher.url, token);
  const account = await api.accountNamed(OWNER.account);
  return { smtp, usher, api, account, token, clock };
}
