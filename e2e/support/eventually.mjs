// Waiting for a state that another process reaches: asks again until it holds or a deadline passes.

/**
 * Calls `probe` until it returns something truthy, and returns that. An exception counts as "not
 * yet"; the last one becomes the cause when the deadline passes.
 *
 * @template T
 * @param {string} what what is awaited, for the message
 * @param {() => Promise<T> | T} probe
 * @param {{ withinMs?: number, everyMs?: number }} [limits]
 * @returns {Promise<T>}
 */
export async function eventually(what, probe, { withinMs = 20_000, everyMs = 25 } = {}) {
  const deadline = Date.now() + withinMs;
  let cause;
  do {
    try {
      const found = await probe();
      if (found) return found;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  } while (Date.now() < deadline);
  throw new Error(`not within ${withinMs} ms: ${what}`, { cause });
}

/**
 * Runs `work` over `items`, at most `limit` at a time, and returns the results in order.
 *
 * @template T, R
 * @param {T[]} items
 * @param {number} limit
 * @param {(item: T, index: number) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
export async function inParallel(items, limit, work) {
  const results = new Array(items.length);
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index], index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return results;
}
