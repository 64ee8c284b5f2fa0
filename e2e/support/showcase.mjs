// An installation in use, to be looked at: people in every state that a welcome email can bring about.

import { Api } from './api.mjs';
import { SmtpSink, linkIn, tokenIn } from './smtp.mjs';
import { GOOD_PASSWORD, OWNER } from './stage.mjs';
import { Usher } from './usher.mjs';

/** What became of each person's welcome email. */
const PEOPLE = [
  ['Ada Lovelace', 'in'],
  ['Grace Hopper', 'in'],
  ['Emmy Noether', 'opened'],
  ['Mary Somerville', 'sent'],
  ['Софья Ковалевская', 'sent'],
  ['Maryam Mirzakhani', 'scanned'],
  ['Katherine Johnson', 'refused'],
  ['Hedy Lamarr', 'deferred'],
  ['Sophie Germain', 'disabled'],
  ['فاطمة الفهرية', 'sent'],
  ['Rózsa Péter', 'none'],
  ['Chien-Shiung Wu', 'none'],
  ['Hypatia of Alexandria', 'no address'],
  ['Émilie du Châtelet', 'in'],
  ['Lise Meitner', 'opened'],
  ['Barbara Liskov', 'in'],
];

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** The login of the n-th person; the address is made of it. */
function loginOf(name, number) {
  const plain = name.normalize('NFD').replace(/[^a-zA-Z ]/g, '').trim().toLowerCase();
  return plain.replaceAll(' ', '.') || `person.${number}`;
}

/** One running installation with a mail server, an owner and people; close it when done. */
export class Showcase {
  /** Starts it and brings everybody into her state. */
  static async open() {
    const showcase = new Showcase();
    showcase.smtp = await SmtpSink.start();
    showcase.usher = await Usher.start({
      env: {
        USHER__MAIL__SMTP_URL: showcase.smtp.url(),
        USHER__MAIL__FROM: 'Usher <no-reply@example.test>',
      },
    });
    try {
      await showcase.#populate();
    } catch (error) {
      await showcase.close();
      throw error;
    }
    return showcase;
  }

  async close() {
    await this.usher.close();
    await this.smtp.stop();
  }

  async #populate() {
    await this.usher.createOwner(OWNER);
    this.api = new Api(this.usher.url, await this.usher.createToken({ name: 'HR import' }));
    await this.usher.createAccessKey({ name: 'Terraform', role: 'user_admin' });
    this.account = await this.api.accountNamed(OWNER.account);
    (await this.api.post('/api/v1/accounts', { name: 'Globex' })).expect(201);
    this.people = [];
    for (const [index, [name, state]] of PEOPLE.entries()) this.people.push(await this.#bring(index, name, state));
    const roles = [
      { role: 'helpdesk', account_id: this.account.id },
      { role: 'auditor', account_id: null },
    ];
    (await this.api.send('PUT', `/api/v1/users/${this.people[0].id}/roles`, { body: roles })).expect(200);
    // One is sent an email, one has no address, one was welcomed a moment ago.
    const user_ids = [11, 12, 13].map((index) => this.people[index].id);
    (await this.api.post(`/api/v1/accounts/${this.account.id}/bulk-sends`, { user_ids })).expect(202);
    await this.smtp.mailTo(this.people[11].email);
    this.person = this.people[0];
    this.invited = this.people[3];
  }

  async #bring(index, name, state) {
    const login = loginOf(name, index);
    const email = state === 'no address' ? undefined : `${login}@example.test`;
    const body = { login, email, display_name: name };
    const user = (await this.api.post(`/api/v1/accounts/${this.account.id}/users`, body)).expect(201).json;
    if (['none', 'no address'].includes(state)) return user;

    const code = { refused: 550, deferred: 451 }[state];
    const text = { refused: '5.1.1 no such mailbox here', deferred: '4.7.1 greylisted, try again later' }[state];
    if (code) this.smtp.misbehave({ at: 'rcpt', recipient: email, reply: { code, text } });
    const welcome = await this.api.sendWelcomeEmail(user.id);
    const settled = { refused: ['failed'], deferred: ['deferred'] }[state] ?? ['sent'];
    await this.api.welcomeEmailWith(welcome.id, settled);
    if (code) return user;

    const link = linkIn(await this.smtp.mailTo(email), this.usher.url);
    if (state === 'opened' || state === 'in') await visit(link, BROWSER);
    if (state === 'scanned') await visit(link, 'Mozilla/5.0 (compatible; BarracudaCentral/1.0)');
    if (state === 'in') (await this.api.consumeLink(tokenIn(link), `${GOOD_PASSWORD} ${index}`)).expect(204);
    if (state === 'disabled') (await this.api.patch(`/api/v1/users/${user.id}`, { enabled: false })).expect(200);
    return { ...user, link };
  }
}

async function visit(link, agent) {
  const headers = { 'user-agent': agent, accept: 'text/html' };
  await fetch(link, { headers, signal: AbortSignal.timeout(10_000) });
}
