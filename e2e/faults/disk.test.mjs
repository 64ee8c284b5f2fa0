// A full disk: whoever wants something written is told so, everybody else is served, nothing is
// half-written, and with room everything goes on.

import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { addPeople, allAre, assertOneMailEach, quiet, welcomeEach } from '../support/burst.mjs';
import { allow, canLimit, canMount, SmallDisk, THROUGH_ALLOWANCE } from '../support/full-disk.mjs';
import { linkIn } from '../support/smtp.mjs';
import { release } from '../support/smtp-faults.mjs';
import { stage } from '../support/stage.mjs';

/** Adds people until the database refuses, and returns those who were added and the refusal. */
async function addUntilRefused({ api, account }) {
  const added = [];
  for (let n = 0; n < 5_000; n += 1) {
    const login = `late${n}`;
    const body = { login, email: `${login}@example.test`, display_name: 'x'.repeat(120) };
    const answer = await api.post(`/api/v1/accounts/${account.id}/users`, body);
    if (answer.status !== 201) return { added, refused: login, refusal: answer };
    added.push(answer.json);
  }
  throw new Error('the disk was never full');
}

/** Fails unless the answer says in the API's words that writing is not possible now. */
function assertUnavailable(answer) {
  answer.expect(503);
  assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
  assert.equal(answer.json.code, 'unavailable');
}

/** Plays the whole story, whatever makes the disk full. */
async function fullDisk(scene, { fill, makeRoom }) {
  const { smtp, usher, api, account } = scene;
  const [ada, bob, grace] = await addPeople(api, account, 3);
  await welcomeEach([api], [ada]);
  await allAre(api, [ada], 'sent');
  const link = linkIn(await smtp.mailTo(ada.email), usher.url);
  // Bob's mail is taken by the mail server when its outcome can no longer be written down.
  const [held] = smtp.misbehave({ at: 'end', recipient: bob.email, act: 'hang' });
  await welcomeEach([api], [bob]);
  await smtp.struck(held);

  await fill();
  const { added, refused, refusal } = await addUntilRefused(scene);
  release(held);
  assertUnavailable(refusal);
  assertUnavailable(await api.post(`/api/v1/users/${grace.id}/welcome-emails`));
  (await api.get(`/api/v1/users/${ada.id}`)).expect(200);
  (await api.get(`/api/v1/accounts/${account.id}/users?limit=5`)).expect(200);
  assert.equal((await fetch(link)).status, 200, 'the page of a link is served');
  await smtp.mailTo(bob.email);

  await makeRoom();
  await allAre(api, [bob], 'sent');
  await welcomeEach([api], [grace]);
  await allAre(api, [grace], 'sent');
  await quiet(api, [ada, bob, grace]);
  await assertOneMailEach([smtp], [ada, bob, grace]);
  const found = (await api.get(`/api/v1/accounts/${account.id}/users?search=${refused}`)).expect(200).json;
  assert.ok(!found.items.some(({ login }) => login === refused), 'who was refused is not there');
  for (const { id } of added.slice(-20)) (await api.get(`/api/v1/users/${id}`)).expect(200);
  await api.createUser(account.id, { email: `${refused}@example.test` });
  await usher.cli(['audit', 'verify']);
}

describe('a full disk', { concurrency: true }, () => {
  const mounts = canMount() ? false : 'unshare may not mount a file system here';
  test('no block is left on the disk of the database', { timeout: 120_000, skip: mounts }, async (t) => {
    const disk = await SmallDisk.mount(16);
    t.after(() => disk.unmount());
    const env = { USHER__DATA_DIR: path.join(disk.folder, 'data') };
    const scene = await stage(t, { env, through: disk.through });
    await fullDisk(scene, { fill: () => disk.fill(), makeRoom: () => disk.makeRoom() });
  });

  const limits = canLimit() ? false : 'there is no prlimit here';
  test('the files of the database may not grow', { timeout: 120_000, skip: limits }, async (t) => {
    const scene = await stage(t, { through: THROUGH_ALLOWANCE });
    const { usher } = scene;
    const size = () => Math.max(...['usher.db', 'usher.db-wal'].map((name) => statSync(path.join(usher.dataDir, name)).size));
    await fullDisk(scene, { fill: () => allow(usher.pid, size()), makeRoom: () => allow(usher.pid) });
  });
});
