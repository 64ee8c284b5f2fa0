// The switchboard of an SMTP server that misbehaves: which fault strikes at which stage, for whom and
// how often.

/**
 * @typedef {object} Fault
 * @property {'connect' | 'auth' | 'mail' | 'rcpt' | 'data' | 'content' | 'end'} at the stage: `data` is
 *   the command, `content` the first bytes after it, `end` the final dot
 * @property {string | ((recipient: string) => boolean)} [recipient] only for these (`rcpt` and later);
 *   everyone if absent
 * @property {number} [every] strikes only every so many times that it could; each time if absent
 * @property {number} [times] how often it strikes; always if absent
 * @property {{ code: number, text?: string }} [reply] answers with this code (not at `data` and `content`)
 * @property {'hang' | 'drop'} [act] says nothing until `release`, or cuts the connection
 * @property {boolean} [keeps] at `end`: the mail is kept all the same, as if only the answer were lost
 * @property {number} [delayMs] answers late: with the reply, or well
 */

/** An error that smtp-server words as this reply. */
function refusal({ code, text = 'a fault on purpose' }) {
  return Object.assign(new Error(text), { responseCode: code });
}

/** The faults in force, and the answers they hold back. */
export class Faults {
  /** @type {Fault[]} */
  #faults = [];

  /** @param {Fault[]} faults replaces all faults; none clears them */
  replace(faults) {
    this.#faults = faults.map((fault) => ({
      ...fault,
      left: fault.times ?? Infinity,
      asked: 0,
      struck: 0,
      held: [],
    }));
    return this.#faults;
  }

  /** The fault that strikes now, if any; its count goes up. */
  strike(at, recipients) {
    const fault = this.#faults.find((one) => one.at === at && one.left > 0 && concerns(one, recipients));
    if (!fault) return undefined;
    fault.asked += 1;
    if (fault.asked % (fault.every ?? 1) !== 0) return undefined;
    fault.left -= 1;
    fault.struck += 1;
    return fault;
  }
}

function concerns({ recipient }, recipients) {
  if (!recipient) return true;
  return recipients.some((one) => (typeof recipient === 'string' ? one === recipient : recipient(one)));
}

/**
 * Does what a fault says.
 *
 * @param {Fault} fault
 * @param {(error?: Error) => void} answer
 * @param {() => void} cut ends the connection
 */
export function suffer(fault, answer, cut) {
  if (fault.reply) setTimeout(() => answer(refusal(fault.reply)), fault.delayMs ?? 0);
  else if (fault.act === 'drop') cut();
  else if (fault.act === 'hang') fault.held.push(answer);
  else setTimeout(answer, fault.delayMs ?? 0);
}

/** Gives the answers that a hanging fault has held back: well, or with a reply. */
export function release(fault, reply) {
  for (const answer of fault.held.splice(0)) answer(reply && refusal(reply));
}
