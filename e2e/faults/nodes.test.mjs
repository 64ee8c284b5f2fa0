// Several servers and workers on one PostgreSQL database. Its clock, which leases go by, is the real
// one, so these tests wait for real leases; they wait together.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { assertDone } from '../support/bulk.mjs';
import { addPeople, allAre, assertExplained, assertRepeatsAreIdentical, latestWelcome, WAYS_OF_ASKING, welcomeEach } from '../support/burst.mjs';
import { eventually } from '../support/eventually.mjs';
import { Installation } from '../support/nodes.mjs';
import { release } from '../support/smtp-faults.mjs';
import { SmtpSink } from '../support/smtp.mjs';

const PEOPLE = 600;
const CROWD = 200;
/** So many mails of a bulk send are under way to one mail server, by default; two more of others. */
const AT_ONCE = 6;
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
      const bulkSends = await asked;
      smtp.misbehave();

      const emails = await allAre(second.api, people, 'sent', LEASES_RUN_OUT_MS);
      const repeated = await assertRepeatsAreIdentical([smtp], people, installation.publicUrl);
      t.diagnostic(`${repeated.length} of ${PEOPLE} mails came more than once`);
      assertExplained([smtp], emails);
      await assertDone([second.api], bulkSends, PEOPLE);
    });
  }

  for (const [way, ask] of Object.entries(WAYS_OF_ASKING)) {
    test(`a worker stopped beyond its lease and continued changes nothing, ${way}`, { timeout: 240_000 }, async (t) => {
      const [silent, well] = [await mailServer(t), await mailServer(t)];
      const installation = await Installation.create(t);
      const server = await installation.serve(well);
      const [ada] = await addPeople(server.api, server.account, 1);
      // The request is kept by a server that cannot deliver, so the worker is the one who tries.
      await well.stop();
      const bulkSends = await ask({ apis: [server.api], account: server.account }, [ada]);
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
      await assertDone([server.api], bulkSends, 1);
    });

    test(`a worker stopped in the middle of ${CROWD} mails, ${way}, beyond its leases: when it goes on it sends none of them`, { timeout: 240_000 }, async (t) => {
      const [stuck, well] = [await mailServer(t), await mailServer(t)];
      const installation = await Installation.create(t);
      const server = await installation.serve(well);
      const people = await addPeople(server.api, server.account, CROWD);
      // Only the worker delivers. Its mail server falls silent after some mails, so that some are under
      // way, and others are claimed and wait for a connection.
      await well.stop();
      let taken = 0;
      const [silence] = stuck.misbehave({ at: 'end', recipient: () => ++taken > 20, act: 'hang', keeps: true });
      const worker = await installation.work(stuck);
      // The server claims as well, in vain, and puts off what it claimed; nobody is to wait for that.
      const asked = ask({ apis: [server.api], account: server.account }, people, { canary: 0 });
      await stuck.struck(silence, AT_ONCE, LEASES_RUN_OUT_MS);
      worker.signal('SIGSTOP');
      const held = stuck.recipientsAsked.length;

      await well.listen();
      const bulkSends = await asked;
      const emails = await allAre(server.api, people, 'sent', LEASES_RUN_OUT_MS);
      await assertDone([server.api], bulkSends, CROWD);
      release(silence);
      worker.signal('SIGCONT');
      await eventually('the late outcomes are dropped', () => worker.log().includes('after their lease had ended'));
      await worker.stop();
      assert.equal(stuck.recipientsAsked.length, held, 'it sends nothing that is no longer its own');
      const repeated = await assertRepeatsAreIdentical([stuck, well], people, installation.publicUrl);
      t.diagnostic(`${repeated.length} of ${CROWD} mails came more than once`);
      assert.ok(repeated.length <= AT_ONCE + 2, 'only what was under way comes twice');
      assertExplained([stuck, well], emails);
      assert.deepEqual(await allAre(server.api, people, 'sent'), emails);
    });
  }
});
