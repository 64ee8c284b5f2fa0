// A start on a database that is up to date, with a mail server, as most of them are, and nothing else. What the
// first start counts goes with its folder.

import { Usher } from '../support/usher.mjs';

const profile = process.env.LLVM_PROFILE_FILE;
if (!profile) throw new Error('LLVM_PROFILE_FILE names where the counts go');
delete process.env.LLVM_PROFILE_FILE;

// Nothing is sent, so nobody needs to listen there.
const usher = await Usher.start({ env: { USHER__MAIL__SMTP_URL: 'smtp://127.0.0.1:9' } });
try {
  await usher.stop();
  usher.env.LLVM_PROFILE_FILE = profile;
  await usher.start();
  await usher.stop();
} finally {
  await usher.close();
}
