// Several servers and workers on one PostgreSQL database. Its clock, which leases go by, is the real
// one, so these tests wait for real leases; they wait together.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { addPeople, allAre, assertExplained, assertRepeatsAreIdentical, latestWelcome, WAYS_OF_ASKING, welcomeEach } from '../support/burst.mjs';
import { eventually } from '../support/eventually.mjs';
import { Installation } from '../support/nodes.mjs';
import { release } from '../support/smtp-faults.mjs';
import { SmtpSink } from '../support/smtp.mjs';

const PEOPLE = 600;
// A lease of 30 s has to run out, on a machine that has other things to do.
const LEASES_RUN_OUT_MS = 90_000;

async function mailServer(t) {
  const smtp = await SmtpSink.start();
  t.after(() => smtp.stop().catch(() => {}));
  return smtp;
}

describe('several nodes', { concurrency: true }, () => {
  for (const [way, ask] of Object.entries(WAYS_OF_ASKING)) {
    test(`two servers and two workers deliver ${PEOPLE} mails, ${way}; one of each is killed, and nothing is lost`, { timeout: 240_000 }, async (t) => {
      const smtp = await mailServer(t);
      const installation = await Installation.create(t);
      const [first, second] = [await installation.serve(smtp), await installation.serve(smtp)];
      const [worker] = [await installation.work(smtp), await installation.work(smtp)];
      const people = await addPeople(first.api, first.account, PEOPLE);

      smtp.misbehave({ at: 'end', delayMs: 40 });
      const asked = ask({ apis: [first.api, second.api], account: first.account }, people);
      await smtp.recipientsReached(100);
      await worker.kill();
      await smtp.recipientsReached(250);
      await first.usher.kill();
      await asked;
      smtp.misbehave();

      const emails = await allAre(second.api, people, 'sent', LEASES_RUN_OUT_MS);
      const repeated = await assertRepeatsAreIdentical([smtp], people, installation.publicUrl);
      t.diagnostic(`${repeated.length} of ${PEOPLE} mails came more than once`);
      assertExplained([smtp], emails);
    });
  }

  test('a worker stopped beyond its lease and continued changes nothing', { timeout: 240_000 }, async (t) => {
    const [silent, well] = [await mailServer(t), await mailServer(t)];
    const installation = await Installation.create(t);
    const server = await installation.serve(well);
    const [ada] = await addPeople(server.api, server.account, 1);
    // The request is kept by a server that cannot deliver, so the worker is the one who tries.
    await well.stop();
    await welcomeEach([server.api], [ada]);
    await allAre(server.api, [ada], 'queued');
    await server.usher.stop();
    const [silence] = silent.misbehave({ at: 'end', act: 'hang', keeps: true });
    const worker = await installation.work(silent);
    await silent.struck(silence);
    worker.signal('SIGSTOP');

    await well.listen();
    await server.usher.start();
    const [sent] = await allAre(server.api, [ada], 'sent', LEASES_RUN_OUT_MS);
    assert.deepEqual(sent.tries.map(({ outcome }) => outcome).slice(-2), ['uncertain', 'delivered']);

    // Now the stopped one learns that its try was refused for good.
    release(silence, { code: 550, text: '5.7.1 not here' });
    worker.signal('SIGCONT');
    await eventually('the late outcome is dropped', () => worker.log().includes('after their lease had ended'));
    assert.deepEqual(await latestWelcome(server.api, ada), sent);
    await assertRepeatsAreIdentical([silent, well], [ada], installation.publicUrl);
  });
});
