import { vi } from 'vitest';

// A wait that is met costs nothing: only one in vain lasts so long, and a machine that is busy needs more than vitest's
// second.
const { waitFor } = vi;

/** Milliseconds for which a test waits for what has to come. */
const patience = 30_000;

vi.waitFor = (callback, options) =>
  waitFor(callback, typeof options === 'number' ? options : { timeout: patience, ...options });
