import { ThreadPool } from './thread-pool.ts';
import type { CreateThread } from './thread-pool.ts';

/** Threads for programs to share, or why there are none. */
export interface Threads {
  readonly pool?: ThreadPool;
  /** Empty where there are as many as were asked for. */
  readonly reason: string;
}

/** More gain little: what is left is waiting for each other and for memory. */
const mostThreads = 8;

/** As many threads as are worth asking for on this device. */
export const usualThreads = (): number => Math.min(mostThreads, globalThis.navigator?.hardwareConcurrency ?? 1);

/** Starts threads for programs to share; the caller is one of them. Never rejects: one thread does as well, if slower. */
export async function startThreads(threads: number, createThread?: CreateThread): Promise<Threads> {
  if (threads < 2) return { reason: '' };
  const hindrance = whyNoThreads();
  if (hindrance !== undefined) return { reason: hindrance };
  try {
    return { pool: await ThreadPool.start(threads, createThread), reason: '' };
  } catch (error) {
    return { reason: `the threads did not start: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function whyNoThreads(): string | undefined {
  const { crossOriginIsolated, document } = globalThis as { crossOriginIsolated?: boolean; document?: unknown };
  if (crossOriginIsolated === false)
    return 'this page is not isolated from other sites, so its threads share no memory';
  if (typeof SharedArrayBuffer === 'undefined') return 'this browser has no shared memory';
  if (document !== undefined) return "the page's own thread must not wait for others";
  return undefined;
}
