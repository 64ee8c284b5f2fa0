// A real SMTP server that keeps what it accepts and misbehaves on request.
//
// A fault says at which stage, for whom and how often: a reply code, silence, or a dropped
// connection. Everything else is accepted. It speaks the whole protocol (pipelining, 8BITMIME,
// SMTPUTF8, STARTTLS, AUTH), so that what passes here passes elsewhere.

import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';

import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

import { Faults, suffer } from './smtp-faults.mjs';

/** @typedef {import('./smtp-faults.mjs').Fault} Fault */

/**
 * @typedef {object} Mail
 * @property {string} sender envelope sender
 * @property {string[]} recipients envelope recipients
 * @property {string} raw the message as it came
 * @property {string} messageId
 * @property {string} subject
 * @property {string} text
 * @property {string} html
 * @property {Map<string, unknown>} headers
 */

/** The server: a mailbox with a switchboard of faults. */
export class SmtpSink extends EventEmitter {
  /** @type {Mail[]} */
  mails = [];
  /** Every RCPT TO that was asked, accepted or not. */
  recipientsAsked = [];
  #faults = new Faults();
  /** One promise for each mail that is taken and being read. */
  #kept = [];
  #server;

  /**
   * @param {object} options
   * @param {{ user: string, password: string }} [options.credentials]
   * @param {{ cert: string, key: string }} [options.tls]
   * @param {number} [options.idleMs] after so long a silence it says 421 and hangs up
   */
  constructor({ credentials, tls, idleMs } = {}) {
    super();
    this.setMaxListeners(0);
    this.credentials = credentials;
    this.tls = tls;
    this.idleMs = idleMs;
    this.port = 0;
  }

  /** Starts a server on a free port. */
  static async start(options) {
    const sink = new SmtpSink(options);
    await sink.listen();
    return sink;
  }

  /** Listens, after a `stop` on the same port as before. */
  async listen() {
    const disabledCommands = [];
    if (!this.tls) disabledCommands.push('STARTTLS');
    if (!this.credentials) disabledCommands.push('AUTH');
    this.#server = new SMTPServer({
      ...this.tls,
      allowInsecureAuth: true,
      authOptional: !this.credentials,
      closeTimeout: 100,
      disableReverseLookup: true,
      disabledCommands,
      logger: false,
      socketTimeout: this.idleMs,
      onAuth: (auth, session, done) => this.#onAuth(auth, session, done),
      onConnect: (session, done) => this.#answer('connect', [], session, done),
      onData: (stream, session, done) => this.#onData(stream, session, done),
      onMailFrom: (_address, session, done) => this.#answer('mail', [], session, done),
      onRcptTo: ({ address }, session, done) => {
        this.recipientsAsked.push(address.toLowerCase());
        this.#answer('rcpt', [address], session, done);
      },
    });
    // A peer that vanishes, or refuses our certificate, is part of the play.
    this.#server.on('error', () => {});
    const listening = this.#server.listen(this.port, '127.0.0.1');
    await once(listening, 'listening');
    this.port = listening.address().port;
  }

  /** Cuts every connection and stops listening. */
  async stop() {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Cuts every connection, and goes on listening. */
  cut() {
    for (const connection of [...this.#server.connections]) connection._socket.destroy();
  }

  /** How many connections are open. */
  get open() {
    return this.#server.connections.size;
  }

  /** The URL for `USHER__MAIL__SMTP_URL`. */
  url(query = '') {
    const login = this.credentials
      ? `${encodeURIComponent(this.credentials.user)}:${encodeURIComponent(this.credentials.password)}@`
      : '';
    const host = this.tls ? 'localhost' : '127.0.0.1';
    return `smtp://${login}${host}:${this.port}${query}`;
  }

  /** @param {Fault[]} faults replaces all faults; none clears them */
  misbehave(...faults) {
    return this.#faults.replace(faults);
  }

  /** Waits until a fault has struck at least this often. */
  async struck(fault, times = 1, withinMs = 30_000) {
    await this.#until(`the fault at ${fault.at} strikes`, 'fault', () => fault.struck >= times, withinMs);
  }

  /** Mails to one recipient, in order of arrival. */
  mailsTo(recipient) {
    return this.mails.filter((mail) => mail.recipients.includes(recipient.toLowerCase()));
  }

  /** Waits for the `count`-th mail to a recipient and returns it. */
  async mailTo(recipient, { count = 1, withinMs = 20_000 } = {}) {
    const enough = () => this.mailsTo(recipient).length >= count;
    await this.#until(`mail ${count} to ${recipient}`, 'mail', enough, withinMs);
    return this.mailsTo(recipient)[count - 1];
  }

  /** Waits until every mail that was taken is among `mails`. */
  async settled() {
    await Promise.all(this.#kept);
  }

  /** Waits until so many different recipients have mail. */
  async recipientsReached(count, withinMs = 60_000) {
    const reached = () => new Set(this.mails.flatMap((mail) => mail.recipients)).size;
    await this.#until(`${count} recipients have mail`, 'mail', () => reached() >= count, withinMs);
  }

  #until(what, event, holds, withinMs) {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!holds()) return;
        clearTimeout(timer);
        this.off(event, check);
        resolve();
      };
      const timer = setTimeout(() => {
        this.off(event, check);
        reject(new Error(`not within ${withinMs} ms: ${what}`));
      }, withinMs);
      this.on(event, check);
    });
  }

  #onAuth(auth, session, done) {
    const { user, password } = this.credentials;
    const known = auth.username === user && auth.password === password;
    const verdict = known ? null : Object.assign(new Error('who are you'), { responseCode: 535 });
    this.#answer('auth', [], session, (fault) => {
      if (fault ?? verdict) done(fault ?? verdict);
      else done(null, { user });
    });
  }

  #onData(stream, session, done) {
    const recipients = session.envelope.rcptTo.map(({ address }) => address.toLowerCase());
    this.#answer('data', recipients, session, () => {
      const parts = [];
      let whole = false;
      stream.on('data', (part) => parts.push(part));
      stream.once('data', () => this.#answer('content', recipients, session, () => (whole = true)));
      stream.on('end', () => {
        if (!whole) return;
        const fault = this.#strike('end', recipients);
        const keep = () => {
          this.#kept.push(this.#keep(Buffer.concat(parts), session.envelope.mailFrom.address, recipients));
        };
        if (fault?.keeps) keep();
        this.#suffer(fault, session, (refusal) => {
          // Kept whether or not the client lives to read the answer: it has been promised delivery.
          if (!refusal && !fault?.keeps) keep();
          done(refusal);
        });
      });
    });
  }

  async #keep(raw, sender, recipients) {
    const parsed = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true });
    this.mails.push({
      sender,
      recipients,
      raw: raw.toString('utf8'),
      messageId: parsed.messageId ?? '',
      subject: parsed.subject ?? '',
      text: parsed.text ?? '',
      html: parsed.html || '',
      headers: parsed.headers,
    });
    this.emit('mail');
  }

  #answer(at, recipients, session, done) {
    this.#suffer(this.#strike(at, recipients), session, done);
  }

  #strike(at, recipients) {
    const fault = this.#faults.strike(at, recipients);
    if (fault) this.emit('fault');
    return fault;
  }

  #suffer(fault, session, done) {
    if (!fault) return done();
    suffer(fault, done, () => [...this.#server.connections].find(({ id }) => id === session.id)?._socket.destroy());
  }
}

/**
 * The one link of a mail: the only address of ours in the text, and the same in the HTML.
 *
 * @param {Mail} mail
 * @param {string} publicUrl
 */
export function linkIn(mail, publicUrl) {
  const found = new Set(mail.text.match(/https?:\/\/[^\s<>"']+/g) ?? []);
  const ours = [...found].filter((url) => url.startsWith(`${publicUrl}/`));
  assert.equal(ours.length, 1, `a mail has exactly one link of ours, not ${ours.length}`);
  assert.ok(mail.html.includes(`href="${ours[0]}"`), 'the HTML part has the same link');
  return ours[0];
}

/** The secret part of a link: its last path segment. */
export function tokenIn(link) {
  return new URL(link).pathname.split('/').at(-1);
}
