/** Bytes that a barrier takes; see `../assembly/threads.ts`. */
export const barrierBytes = 256;

const round = 64;
const failed = 192;
const patience = 196;

/** Prepares the barrier at an address of a memory; threads wait for each other that many seconds. */
export function prepareBarrier(memory: WebAssembly.Memory, address: number, seconds: number): void {
  const words = new Int32Array(memory.buffer, address, barrierBytes / 4).fill(0);
  words[patience / 4] = seconds;
}

/** Lets every thread that waits at the barrier give up. */
export function breakBarrier(memory: WebAssembly.Memory, address: number): void {
  const words = new Int32Array(memory.buffer, address, barrierBytes / 4);
  Atomics.store(words, failed / 4, 1);
  Atomics.notify(words, round / 4);
}
