/** Random numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Numbers at which sizes and counts go wrong. */
const extremes = [
  0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

/**
 * A file with one to four faults: bits turned, bytes changed, cut off, left out, put in or repeated, and fields of the
 * header at their extremes, in both byte orders and as digits.
 */
export function mutated(original: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(original);
  const faults = 1 + Math.floor(4 * random() ** 2);
  for (let i = 0; i < faults && bytes.length > 0; i++) bytes = once(bytes, random);
  return bytes;
}

function once(bytes: Uint8Array<ArrayBuffer>, random: () => number): Uint8Array<ArrayBuffer> {
  const { length } = bytes;
  // Half of the faults lie where headers do, at the beginning and the end.
  const place = (): number => {
    const near = Math.floor(random() * Math.min(length, 96));
    const where = random();
    return where < 0.4 ? near : where < 0.55 ? length - 1 - near : Math.floor(random() * length);
  };
  const at = place();
  const size = 1 + Math.floor(random() * Math.min(64, length));
  switch (Math.floor(8 * random())) {
    case 0:
      bytes[at]! ^= 1 << Math.floor(8 * random());
      return bytes;
    case 1:
      bytes[at] = Math.floor(256 * random());
      return bytes;
    case 2:
      return bytes.slice(0, at);
    case 3:
      return joined(bytes.subarray(0, at), bytes.subarray(at + size));
    case 4:
      return joined(
        bytes.subarray(0, at),
        Uint8Array.from({ length: size }, () => Math.floor(256 * random())),
        bytes.subarray(at),
      );
    case 5:
      return joined(bytes.subarray(0, at + size), bytes.subarray(at));
    case 6: {
      const view = new DataView(bytes.buffer);
      const value = extremes[Math.floor(extremes.length * random())]!;
      const little = random() < 0.5;
      if (random() < 0.4 && at + 2 <= length) view.setUint16(at, value & 0xffff, little);
      else if (at + 4 <= length) view.setUint32(at, value, little);
      return bytes;
    }
    default: {
      // Numbers that are written out, as in headers of NPY and in CSV.
      const digits = ['999999999999', '-1', '0', '1e999', 'NaN', '4294967296', '', ',', '\n', "'", '|O'];
      const text = digits[Math.floor(digits.length * random())]!;
      const end = bytes.findIndex((byte, i) => i > at && (byte < 0x30 || byte > 0x39));
      return joined(bytes.subarray(0, at), new TextEncoder().encode(text), bytes.subarray(end < 0 ? length : end));
    }
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
