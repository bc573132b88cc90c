import { Worker } from 'node:worker_threads';
import type { CreateThread, ThreadWorker } from '../wasm/program/thread-pool.ts';
import type { FromThread } from '../wasm/program/thread-protocol.ts';

const script = new URL('./node-thread.ts', import.meta.url).href;

/** Threads in Node, for tests. */
export const createNodeThread: CreateThread = () => {
  const source = `import('tsx/esm/api').then(({ tsImport }) => tsImport('${script}', '${script}'))`;
  const worker = new Worker(source, { eval: true });
  worker.unref();
  const thread: ThreadWorker = {
    postMessage: (message) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
    onmessage: null,
    onerror: null,
  };
  worker.on('message', (data: FromThread) => thread.onmessage?.({ data }));
  worker.on('error', (error) => thread.onerror?.({ message: error.message }));
  return thread;
};
