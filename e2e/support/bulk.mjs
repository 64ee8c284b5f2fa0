// Bulk sends: asking for one, watching it, controlling it, judging its counts.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { eventually } from './eventually.mjs';

/** How many welcome emails go first, alone, when nothing else is asked for (crates/domain/src/bulk_send). */
export const CANARY = 10;

/** Whoever was only added; the owner, who has a password, is not among them. */
export const ADDED = Object.freeze({ filter: { status: 'pending' } });

const NOBODY = { no_address: 0, disabled: 0, sent_lately: 0, not_permitted: 0, not_primary: 0, not_found: 0 };

/**
 * Starts a bulk send and returns it. A caller who got no answer asks the next node, with the same key,
 * so that there is one however often she asks.
 *
 * @param {{ apis: import('./api.mjs').Api[], account: object }} scene
 * @param {object} [wanted] the request's body; everybody who was added if absent
 */
export function startBulk({ apis, account }, wanted = ADDED) {
  const headers = { 'idempotency-key': randomUUID() };
  const path = `/api/v1/accounts/${account.id}/bulk-sends`;
  return fromAny(apis, 'the bulk send is accepted', async (api) => (await api.post(path, wanted, { headers })).expect(202).json);
}

/** Waits until a bulk send is as `holds` wants it, whichever nodes answer, and returns it. */
export function bulkUntil(apis, { id }, what, holds, withinMs) {
  const look = async (api) => {
    const bulk = await bulkSend(api, id);
    if (!holds(bulk)) throw new Error(`it is ${JSON.stringify(bulk)}`);
    return bulk;
  };
  return fromAny(apis, `the bulk send ${what}`, look, withinMs);
}

/** Waits until a bulk send has this status. */
export function bulkIs(apis, bulk, status, withinMs) {
  return bulkUntil(apis, bulk, `is ${status}`, (now) => now.status === status, withinMs);
}

/** A bulk send as it is now. */
export async function bulkSend(api, id) {
  return (await api.get(`/api/v1/bulk-sends/${id}`)).expect(200).json;
}

/** Pauses, resumes or cancels a bulk send, and returns it. */
export async function control(api, { id }, action) {
  return (await api.post(`/api/v1/bulk-sends/${id}/${action}`)).expect(200).json;
}

/**
 * Waits until bulk sends are over, and fails unless the numbers of each say that everybody had her
 * mail, except for those who are named otherwise.
 */
export async function assertDone(apis, bulkSends, total, otherwise = {}) {
  for (const bulk of bulkSends) {
    const { progress, ended_at } = await bulkIs(apis, bulk, 'done');
    const { failed = 0 } = otherwise;
    const expected = { total, remaining: 0, waiting: 0, sent: total - failed, failed, cancelled: 0, left_out: NOBODY };
    assert.deepEqual(progress, { ...expected, ...otherwise });
    assert.ok(ended_at, 'it says when it ended');
  }
}

/** Asks nodes in turns until one answers well. */
function fromAny(apis, what, ask, withinMs = 60_000) {
  let asked = 0;
  return eventually(what, () => ask(apis[asked++ % apis.length]), { withinMs, everyMs: 50 });
}
