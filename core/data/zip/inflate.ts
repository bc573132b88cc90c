import { Inflate } from 'fflate';

/** Deflate expands at most 1032-fold: so much input can't produce more than 8.5 MB before the count is looked at. */
const inputBytes = 8 * 1024;

/**
 * Inflates raw deflate data that must give exactly `size` bytes. It counts what really comes out and stops as soon as
 * that is too much: sizes in headers lie.
 * @throws Error when the data are broken, or give more or less than that.
 */
export function inflateExactly(deflated: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let total = 0;
  const inflate = new Inflate((part) => {
    total += part.length;
    parts.push(part);
  });
  for (let start = 0; start < deflated.length; start += inputBytes) {
    const end = start + inputBytes;
    inflate.push(deflated.subarray(start, end), end >= deflated.length);
    if (total > size) throw new Error('expands to more than it declares');
  }
  if (total < size) throw new Error('is cut off');
  // Only now, when so much has really come out, is room of the declared size taken.
  const whole = new Uint8Array(size);
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}
