import type { StoredTensor } from './checkpoint.ts';
import { byCodeUnit } from './safetensors.ts';

/** SHA-256 of bytes, as 64 lower-case hex digits. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * SHA-256 over all tensors of a training state (parameters, buffers, averages and optimiser slots) in name order: two
 * runs have the same digest if and only if they hold the same bits under the same names.
 *
 * What is hashed, for each tensor in order of its name's UTF-16 code units, one after another without separators:
 * 1. the JSON text `["<name>","F32",[<length>,<length>,...]]` without spaces, in UTF-8, then one line feed;
 * 2. the values, row-major, as little-endian IEEE 754 binary32.
 *
 * The JSON tells how many values follow, so no two different states give the same input. Signed zeros and NaN
 * payloads count: bits are compared, not numbers.
 */
export async function digestOf(tensors: Readonly<Record<string, StoredTensor>>): Promise<string> {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  for (const name of Object.keys(tensors).sort(byCodeUnit)) {
    const { shape, data } = tensors[name]!;
    parts.push(encoder.encode(`${JSON.stringify([name, 'F32', shape])}\n`));
    // Typed arrays are little-endian wherever WebAssembly's memory, where these values come from, is.
    parts.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return sha256(concatenate(parts));
}

/** One array after another, in a buffer of their own. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.byteLength, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.byteLength;
  }
  return whole;
}
