import { parentPort } from 'node:worker_threads';

// Makes a worker of Node look like one of a browser, and then runs a thread of the pool in it.

const port = parentPort!;
Object.assign(globalThis, {
  postMessage: (message: unknown) => port.postMessage(message),
  addEventListener: (_type: string, listener: (event: { data: unknown }) => void) => {
    port.on('message', (data) => listener({ data }));
  },
});
await import('../wasm/program/thread.ts');
