// Two mail providers: the second takes over while the first is down, but never a mail that the first
// may have taken.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { addPeople, allAre, assertOneMailEach, assertRepeatsAreIdentical, latestWelcome, mailsTo, welcomeEach } from '../support/burst.mjs';
import { eventually } from '../support/eventually.mjs';
import { SmtpSink } from '../support/smtp.mjs';
import { stage } from '../support/stage.mjs';
import { FIRST_BACKOFF, GREETING } from '../support/times.mjs';

/** How many connections to a mail server there may be when nothing else is configured. */
const CONNECTIONS = 8;

/** A stage whose Usher knows a second mail server, `spare`, from its configuration file. */
async function stageWithSpare(t, { clock = true } = {}) {
  const scene = await stage(t, { clock });
  const spare = await SmtpSink.start();
  t.after(() => spare.stop().catch(() => {}));
  const { usher } = scene;
  usher.env.USHER_CONFIG = path.join(usher.folder, 'usher.toml');
  writeFileSync(usher.env.USHER_CONFIG, `[[mail.providers]]\nname = "spare"\nsmtp_url = "${spare.url()}"\n`);
  await usher.stop();
  await usher.start();
  return { ...scene, spare };
}

describe('two mail providers', { concurrency: true }, () => {
  for (const [how, begin] of [
    ['does not listen', (smtp) => smtp.stop()],
    ['hangs up on everybody', (smtp) => smtp.misbehave({ at: 'mail', act: 'drop' })],
    ['is too busy', (smtp) => smtp.misbehave({ at: 'rcpt', reply: { code: 421, text: '4.3.2 too busy' } })],
  ]) {
    test(`the first ${how}: the second delivers at once`, { timeout: 60_000 }, async (t) => {
      const { smtp, spare, api, account, clock } = await stageWithSpare(t);
      const people = await addPeople(api, account, 10);
      await begin(smtp);
      // A message put back for later would wait for ever.
      clock.stop();
      await welcomeEach([api], people);
      for (const { attempts, tries } of await allAre(api, people, 'sent', 20_000)) {
        assert.equal(attempts, 1, JSON.stringify(tries));
        assert.equal(tries.at(-1).provider, 'spare');
      }
      await assertOneMailEach([smtp, spare], people);
      assert.equal(spare.mails.length, people.length);
    });
  }

  test('the first greets nobody: the second has all mail as soon as that is known', { timeout: 60_000 }, async (t) => {
    const { smtp, spare, api, account, clock } = await stageWithSpare(t, { clock: { timers: true } });
    // More than there are connections: the others are not to find out for themselves, a quarter of a minute each.
    const people = await addPeople(api, account, 30);
    const [silence] = smtp.misbehave({ at: 'connect', act: 'hang' });
    await welcomeEach([api], people);
    await eventually('every connection waits for a greeting', () => silence.struck === CONNECTIONS);
    clock.jump(GREETING);
    for (const { attempts, tries } of await allAre(api, people, 'sent', 10_000)) {
      assert.equal(attempts, 1, JSON.stringify(tries));
    }
    await assertOneMailEach([smtp, spare], people);
    assert.equal(spare.mails.length, people.length);
  });

  test('the first goes silent for good after the final dot: the second does not get that try', { timeout: 60_000 }, async (t) => {
    const { smtp, spare, usher, api, account, clock } = await stageWithSpare(t);
    const [ada, bob] = await addPeople(api, account, 2);
    smtp.misbehave({ at: 'end', recipient: ada.email, act: 'drop', keeps: true, times: 1 });
    clock.stop();
    await welcomeEach([api], [ada]);
    const [uncertain] = await allAre(api, [ada], 'deferred');
    assert.deepEqual(uncertain.tries.map(({ outcome, provider }) => [outcome, provider]), [['uncertain', 'smtp']]);

    // Whatever else that try would do is done when Bob has his mail.
    await welcomeEach([api], [bob]);
    await allAre(api, [bob], 'sent');
    assert.equal(spare.recipientsAsked.length, 0, 'the second was not even asked');
    assert.deepEqual(await latestWelcome(api, ada), uncertain);

    clock.jump(FIRST_BACKOFF);
    await allAre(api, [ada], 'sent');
    await eventually('the mail came again', () => mailsTo([smtp, spare], ada.email).length === 2);
    assert.deepEqual(await assertRepeatsAreIdentical([smtp, spare], [ada, bob], usher.url), [ada]);
  });

  test('the first refuses for good: that is final, and nobody else is asked', { timeout: 60_000 }, async (t) => {
    const { smtp, spare, api, account } = await stageWithSpare(t);
    const [ada] = await addPeople(api, account, 1);
    smtp.misbehave({ at: 'rcpt', reply: { code: 550, text: '5.1.1 no such user' } });
    await welcomeEach([api], [ada]);
    const [{ tries }] = await allAre(api, [ada], 'failed');
    assert.deepEqual(tries.map(({ outcome }) => outcome), ['refused']);
    assert.equal(spare.recipientsAsked.length, 0);
  });
});
