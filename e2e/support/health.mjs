// What a node says of itself to whoever watches it.

import assert from 'node:assert/strict';

import { eventually } from './eventually.mjs';

/** Waits until the mail system is reported as degraded; the node itself must stay ready. */
export function degraded(usher, withinMs = 30_000) {
  return eventually(
    '/readyz says degraded',
    async () => {
      const answer = await fetch(`${usher.url}/readyz`);
      assert.equal(answer.status, 200);
      return (await answer.text()).includes('degraded');
    },
    { withinMs },
  );
}
