// Does a hanging mail server slow anything else down? Lists users and signs in, once with a mail
// server that is well and once with one that hangs while messages wait, and prints both beside each
// other.

import { Api } from '../support/api.mjs';
import { inParallel } from '../support/eventually.mjs';
import { SmtpSink } from '../support/smtp.mjs';
import { OWNER } from '../support/stage.mjs';
import { Usher } from '../support/usher.mjs';

const WAITING = Number(process.argv[2] ?? 1000);
const CALLS = 400;

/** Median and 99th percentile of the milliseconds that `call` takes, four at a time. */
async function measure(call) {
  const times = await inParallel(Array.from({ length: CALLS }), 4, async () => {
    const asked = process.hrtime.bigint();
    await call();
    return Number(process.hrtime.bigint() - asked) / 1e6;
  });
  times.sort((a, b) => a - b);
  return { p50: times[CALLS / 2], p99: times[Math.floor(CALLS * 0.99)] };
}

const smtp = await SmtpSink.start();
const usher = await Usher.start({ env: { USHER__MAIL__SMTP_URL: smtp.url() } });
try {
  await usher.createOwner(OWNER);
  const api = new Api(usher.url, await usher.createToken({ name: 'bench' }));
  const account = await api.accountNamed(OWNER.account);
  const addresses = Array.from({ length: WAITING }, (_, n) => `h${n}@example.test`);
  const users = await inParallel(addresses, 16, (email) => api.createUser(account.id, { email }));
  const list = () => api.get(`/api/v1/accounts/${account.id}/users?limit=50`);
  const signIn = () => api.signIn(OWNER.email, OWNER.password);
  const well = { list: await measure(list), signIn: await measure(signIn) };
  smtp.misbehave({ at: 'connect', act: 'hang' });
  await inParallel(users, 16, ({ id }) => api.sendWelcomeEmail(id));
  const hanging = { list: await measure(list), signIn: await measure(signIn) };
  console.log(`${WAITING} messages wait at a hanging mail server`);
  console.log('what      well p50   p99 ms   hanging p50   p99 ms');
  for (const what of ['list', 'signIn']) {
    const columns = [well[what].p50, well[what].p99, hanging[what].p50, hanging[what].p99];
    console.log(what.padEnd(8), ...columns.map((ms) => ms.toFixed(2).padStart(9)));
  }
} finally {
  await usher.close();
  await smtp.stop();
}
