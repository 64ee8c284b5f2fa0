// How large a run is. SCALE=small (the default) is over in ten minutes; SCALE=full takes as long as it
// needs; SCALE=smoke only shows that everything runs, its figures mean nothing.

const SCALES = {
  smoke: {
    rounds: 1,
    mails: { 1: 50, 16: 200, 64: 400 },
    backlog: 500,
    rows: [200, 600],
    seconds: 1,
    starts: 2,
    hanging: { rounds: 2, calls: 40, waiting: 50 },
  },
  small: {
    rounds: 3,
    // Welcome emails a round, by concurrency.
    mails: { 1: 1_000, 16: 5_000, 64: 8_000 },
    backlog: 20_000,
    rows: [1_000, 20_000],
    seconds: 2,
    starts: 5,
    hanging: { rounds: 4, calls: 200, waiting: 1_000 },
  },
  full: {
    rounds: 5,
    mails: { 1: 3_000, 16: 20_000, 64: 40_000 },
    backlog: 100_000,
    rows: [1_000, 100_000, 1_000_000],
    seconds: 5,
    starts: 15,
    hanging: { rounds: 8, calls: 400, waiting: 1_000 },
  },
};

/** The name of the scale. */
export const SCALE = process.env.SCALE ?? 'small';

if (!(SCALE in SCALES)) throw new Error(`SCALE is one of ${Object.keys(SCALES).join(', ')}, not ${SCALE}`);

/** What the scale means. */
export const settings = SCALES[SCALE];

/** Which database is measured. */
export const BACKEND = process.env.USHER_TEST_POSTGRES_URL ? 'postgres' : 'sqlite';
