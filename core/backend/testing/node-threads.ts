import { Worker } from 'node:worker_threads';
import type { CreateThread, ThreadWorker } from '../wasm/program/thread-pool.ts';

/** Threads in Node, for tests. */
export const createNodeThread: CreateThread = () => {
  const worker = new Worker(new URL('./node-thread.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  worker.unref();
  const thread: ThreadWorker = {
    postMessage: (message) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
    onmessage: null,
    onerror: null,
  };
  worker.on('message', (data) => thread.onmessage?.({ data }));
  worker.on('error', (error) => thread.onerror?.({ message: error.message }));
  return thread;
};
