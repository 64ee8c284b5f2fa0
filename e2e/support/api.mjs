// The native REST API as its callers see it: a bearer token, JSON, problem documents.

import assert from 'node:assert/strict';

import { eventually } from './eventually.mjs';

/** What one request was answered with. */
class Answer {
  constructor(request, response, text) {
    this.request = request;
    this.status = response.status;
    this.headers = response.headers;
    this.text = text;
  }

  /** The body as JSON; undefined when it is empty. */
  get json() {
    return this.text === '' ? undefined : JSON.parse(this.text);
  }

  /** Fails unless the answer has this status; returns the answer. */
  expect(status) {
    assert.equal(this.status, status, `${this.request} answered ${this.status}: ${this.text}`);
    return this;
  }
}

/** A caller of the native API; without a token, anyone. */
export class Api {
  /**
   * @param {string} baseUrl
   * @param {string} [token]
   */
  constructor(baseUrl, token) {
    this.baseUrl = baseUrl;
    this.token = token;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{ body?: unknown, headers?: Record<string, string> }} [options]
   */
  async send(method, path, { body, headers = {} } = {}) {
    const all = { accept: 'application/json', ...headers };
    if (this.token) all.authorization = `Bearer ${this.token}`;
    if (body !== undefined) all['content-type'] = 'application/json';
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: all,
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(60_000),
    });
    return new Answer(`${method} ${path}`, response, await response.text());
  }

  get(path, options) {
    return this.send('GET', path, options);
  }

  post(path, body, options) {
    return this.send('POST', path, { body, ...options });
  }

  patch(path, body, options) {
    return this.send('PATCH', path, { body, ...options });
  }

  delete(path, options) {
    return this.send('DELETE', path, options);
  }

  /** The account of this name. */
  async accountNamed(name) {
    const page = (await this.get('/api/v1/accounts?limit=100')).expect(200).json;
    const account = page.items.find((candidate) => candidate.name === name);
    assert.ok(account, `there is no account ${name}`);
    return account;
  }

  /** Makes an account user; the login is the address's local part unless given. */
  async createUser(accountId, { email, login = email.split('@')[0], name = login }) {
    const body = { login, email, display_name: name };
    return (await this.post(`/api/v1/accounts/${accountId}/users`, body)).expect(201).json;
  }

  /** Asks for a welcome email and returns its resource. */
  async sendWelcomeEmail(userId, options) {
    const answer = await this.post(`/api/v1/users/${userId}/welcome-emails`, undefined, options);
    return answer.expect(202).json;
  }

  async welcomeEmail(id) {
    return (await this.get(`/api/v1/welcome-emails/${id}`)).expect(200).json;
  }

  /** Waits until the welcome email has one of these statuses and returns it. */
  async welcomeEmailWith(id, statuses, limits) {
    return eventually(
      `welcome email ${id} is ${statuses.join(' or ')}`,
      async () => {
        const email = await this.welcomeEmail(id);
        if (!statuses.includes(email.status)) throw new Error(`it is ${email.status}`);
        return email;
      },
      limits,
    );
  }

  inspectLink(token) {
    return this.post('/api/v1/password-links/inspect', { token });
  }

  consumeLink(token, password) {
    return this.post('/api/v1/password-links/consume', { token, password });
  }

  /** Signs in; the answer carries the session cookie. */
  signIn(login, password) {
    return this.post('/api/v1/sessions', { login, password });
  }
}
