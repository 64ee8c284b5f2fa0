// Mail servers close connections on which nothing happens: the next mail goes out all the same.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { addPeople, allAre, welcomeEach } from '../support/burst.mjs';
import { eventually } from '../support/eventually.mjs';
import { stage } from '../support/stage.mjs';

describe('a mail server that closes idle connections', { concurrency: true }, () => {
  for (const [how, smtpOptions] of [
    ['with a 421', { idleMs: 1_000 }],
    ['without a word', {}],
  ]) {
    test(`${how}: the next mail goes out at once, in its first try`, { timeout: 60_000 }, async (t) => {
      const { smtp, api, account, clock } = await stage(t, { clock: true, smtp: smtpOptions });
      const [ada, bob] = await addPeople(api, account, 2);
      await welcomeEach([api], [ada]);
      await allAre(api, [ada], 'sent');
      assert.ok(smtp.open > 0, 'the connection is kept');
      if (!smtpOptions.idleMs) smtp.cut();
      await eventually('the server has closed every connection', () => smtp.open === 0);

      // A message put back for later would wait for ever now.
      clock.stop();
      await welcomeEach([api], [bob]);
      const [{ tries }] = await allAre(api, [bob], 'sent');
      assert.deepEqual(tries.map(({ outcome }) => outcome), ['delivered']);
    });
  }
});
