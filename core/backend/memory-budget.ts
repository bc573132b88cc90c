import * as tf from './tf.ts';

/** Most that the addresses of WebAssembly reach, in bytes. */
const mostBytes = 2 ** 32;

/** Share of a device's memory that training may take: the rest is for the system, the browser and its other tabs. */
const share = 0.5;

/** Browsers that tell it say how much memory the device has, in GiB; more than 8 is told as 8. */
interface TellsMemory {
  readonly deviceMemory?: number;
}

/** Bytes that the tensors of the present backend may take together; undefined where nobody can tell. */
export function memoryBudget(): number | undefined {
  if (tf.getBackend() !== 'wasm') return undefined;
  const told = (globalThis.navigator as TellsMemory | undefined)?.deviceMemory;
  return told === undefined ? mostBytes : Math.min(mostBytes, told * share * 2 ** 30);
}
