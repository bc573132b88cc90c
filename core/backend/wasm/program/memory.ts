import { OutOfMemoryError } from '../../program/out-of-memory.ts';

/** Bytes in a page, the unit in which WebAssembly has memory. */
const pageBytes = 65536;

/** Most that addresses of 32 bits reach. */
const mostBytes = 65536 * pageBytes;

/**
 * A memory of just the pages that so many bytes take.
 * @param budget bytes that it may take, where there is a limit
 * @throws OutOfMemoryError, before anything is allocated, above the budget, and where the browser has no such memory.
 */
export function allocate(bytes: number, shared: boolean, budget?: number): WebAssembly.Memory {
  const pages = Math.max(1, Math.ceil(bytes / pageBytes));
  const needed = pages * pageBytes;
  const most = Math.min(budget ?? mostBytes, mostBytes);
  if (needed > most) throw new OutOfMemoryError(needed, most);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  } catch (cause) {
    throw new OutOfMemoryError(needed, undefined, { cause });
  }
}
