// A real SMTP server that keeps what it accepts and misbehaves on request.
//
// A fault says at which stage, for whom and how often: a reply code, silence, or a dropped
// connection. Everything else is accepted. It speaks the whole protocol (pipelining, 8BITMIME,
// SMTPUTF8, STARTTLS, AUTH), so that what passes here passes elsewhere.

import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';

import { simpleParser } from 'mailparser';
import selfsigned from 'selfsigned';
import { SMTPServer } from 'smtp-server';

/**
 * @typedef {object} Fault
 * @property {'connect' | 'auth' | 'mail' | 'rcpt' | 'end'} at the stage; `end` is the end of DATA
 * @property {string} [recipient] only for this recipient (`rcpt` and `end`); everyone if absent
 * @property {{ code: number, text?: string }} [reply] answers with this code
 * @property {'hang' | 'drop'} [act] says nothing, or cuts the connection
 * @property {number} [delayMs] answers well, but late
 * @property {number} [times] how often it strikes; always if absent
 */

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

/** A certificate for the loopback host that no one has signed; a client may be told to trust it. */
export function loopbackCertificate() {
  const altNames = [
    { type: 2, value: 'localhost' },
    { type: 7, ip: '127.0.0.1' },
  ];
  const { cert, private: key } = selfsigned.generate([{ name: 'commonName', value: 'localhost' }], {
    algorithm: 'sha256',
    days: 2,
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { cert, key };
}

/** The server: a mailbox with a switchboard of faults. */
export class SmtpSink extends EventEmitter {
  /** @type {Mail[]} */
  mails = [];
  /** Every RCPT TO that was asked, accepted or not. */
  recipientsAsked = [];
  /** @type {Fault[]} */
  #faults = [];
  #server;

  /** @param {{ credentials?: { user: string, password: string }, tls?: { cert: string, key: string } }} options */
  constructor({ credentials, tls } = {}) {
    super();
    this.setMaxListeners(0);
    this.credentials = credentials;
    this.tls = tls;
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
    for (const connection of [...this.#server.connections]) connection._socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
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
    this.#faults = faults.map((fault) => ({ ...fault, left: fault.times ?? Infinity, struck: 0 }));
    return this.#faults;
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
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => {
      const raw = Buffer.concat(parts);
      const recipients = session.envelope.rcptTo.map(({ address }) => address.toLowerCase());
      this.#answer('end', recipients, session, (fault) => {
        if (fault) return done(fault);
        // Kept whether or not the client lives to read the answer: it has been promised delivery.
        this.#keep(raw, session.envelope.mailFrom.address, recipients);
        done();
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
    const concerns = (fault) => !fault.recipient || recipients.includes(fault.recipient);
    const fault = this.#faults.find((one) => one.at === at && one.left > 0 && concerns(one));
    if (!fault) return done();
    fault.left -= 1;
    fault.struck += 1;
    this.emit('fault');
    if (fault.reply) {
      const { code, text = 'a fault on purpose' } = fault.reply;
      done(Object.assign(new Error(text), { responseCode: code }));
    } else if (fault.act === 'drop') {
      const mine = [...this.#server.connections].find(({ id }) => id === session.id);
      mine?._socket.destroy();
    } else if (fault.delayMs) {
      setTimeout(done, fault.delayMs);
    }
    // What is left is silence: the client waits until its own patience ends.
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
