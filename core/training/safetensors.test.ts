import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors, SafetensorsError, sizeOf } from './safetensors.ts';

const tensor = (shape: number[], values: number[]) => ({ shape, data: Float32Array.from(values) });

/** A file with any header text, to break the rules that the encoder keeps. */
function file(header: string, data: ArrayLike<number> = []): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

const bits = (data: Float32Array) => [...new Uint32Array(data.slice().buffer)];

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.constantFrom('__proto__', 'constructor', '10', '9'),
);
const anyTensor = fc
  .array(fc.nat({ max: 4 }), { maxLength: 3 })
  .chain((shape) =>
    fc
      .array(fc.integer({ min: 0, max: 0xffffffff }), { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
      .map((words) => ({ shape, data: new Float32Array(Uint32Array.from(words).buffer) })),
  );
const anyTensors = fc.array(fc.tuple(name, anyTensor), { maxLength: 5 }).map((list) => Object.fromEntries(list));

describe('encodeSafetensors', () => {
  it('writes the bytes that the format describes', () => {
    const bytes = encodeSafetensors({ b: tensor([2], [1, -2]), a: tensor([], [0.5]) }, { made: 'here' });
    const header =
      '{"__metadata__":{"made":"here"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},' +
      '"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
    expect(bytes).toEqual(file(padded, [0, 0, 0, 0x3f, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]));
  });

  it('starts the data on a multiple of 8 bytes, whatever the length of the header', () => {
    for (let length = 1; length < 17; length++) {
      const bytes = encodeSafetensors({ ['x'.repeat(length)]: tensor([1], [7]) });
      expect((bytes.length - 4) % 8).toBe(0);
    }
  });

  it('keeps name order, also for names that look like numbers', () => {
    const tensors = { '9': tensor([1], [9]), '10': tensor([1], [10]) };
    expect(Object.keys(decodeSafetensors(encodeSafetensors(tensors)).tensors).sort()).toEqual(['10', '9']);
    expect([...new Float32Array(encodeSafetensors(tensors).slice(-8).buffer)]).toEqual([10, 9]);
  });

  it('refuses a shape that does not hold the values, and a reserved name', () => {
    expect(() => encodeSafetensors({ a: tensor([3], [1]) })).toThrow(SafetensorsError);
    expect(() => encodeSafetensors({ a: tensor([-1, -1], [1]) })).toThrow(SafetensorsError);
    expect(() => encodeSafetensors({ __metadata__: tensor([1], [1]) })).toThrow(SafetensorsError);
  });
});

describe('decodeSafetensors', () => {
  it('reads a Node Buffer, whose slices are views', () => {
    const bytes = Buffer.concat([
      Buffer.alloc(16),
      encodeSafetensors({ a: tensor([2], [1, -2]), b: tensor([1], [3]) }),
    ]);
    const { tensors } = decodeSafetensors(bytes.subarray(16));
    expect([...tensors['a']!.data]).toEqual([1, -2]);
    expect([...tensors['b']!.data]).toEqual([3]);
  });

  it('returns every bit that was encoded', () => {
    fc.assert(
      fc.property(anyTensors, fc.dictionary(fc.string(), fc.string()), (tensors, metadata) => {
        const decoded = decodeSafetensors(encodeSafetensors(tensors, metadata));
        expect(Object.keys(decoded.tensors).sort()).toEqual(Object.keys(tensors).sort());
        for (const [key, { shape, data }] of Object.entries(tensors)) {
          const back = decoded.tensors[key]!;
          expect(back.shape).toEqual(shape);
          expect(bits(back.data as Float32Array)).toEqual(bits(data));
        }
        expect({ ...decoded.metadata }).toEqual({ ...metadata });
      }),
    );
  });

  it('reads F64, I32 and U8 in any order of names, and an unaligned view of a larger buffer', () => {
    const data = new Uint8Array(15);
    new DataView(data.buffer).setFloat64(0, Math.PI, true);
    new DataView(data.buffer).setInt32(8, -5, true);
    data.set([1, 2, 255], 12);
    const header =
      '{"u":{"dtype":"U8","shape":[3,1],"data_offsets":[12,15]},"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},' +
      '"empty":{"dtype":"F32","shape":[0,4],"data_offsets":[8,8]},"i":{"dtype":"I32","shape":[],"data_offsets":[8,12]}}';
    const plain = file(header, data);
    const shifted = new Uint8Array(plain.length + 3);
    shifted.set(plain, 3);
    const { tensors } = decodeSafetensors(shifted.subarray(3));
    expect(tensors['d']).toEqual({ dtype: 'F64', shape: [1], data: Float64Array.of(Math.PI) });
    expect(tensors['i']).toEqual({ dtype: 'I32', shape: [], data: Int32Array.of(-5) });
    expect(tensors['u']).toEqual({ dtype: 'U8', shape: [3, 1], data: Uint8Array.of(1, 2, 255) });
    expect(tensors['empty']!.data.length).toBe(0);
  });

  it('refuses every truncation', () => {
    const bytes = encodeSafetensors({ a: tensor([2, 2], [1, 2, 3, 4]), b: tensor([1], [5]) });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.subarray(0, length)), `${length} bytes`).toThrow(SafetensorsError);
    }
  });

  const entry = '"dtype":"F32","shape":[1]';
  const four = [0, 0, 0, 0];
  it.each([
    ['an overlap', `{"a":{${entry},"data_offsets":[0,4]},"b":{${entry},"data_offsets":[0,4]}}`, four, /overlaps/],
    ['a hole', `{"a":{${entry},"data_offsets":[4,8]}}`, [...four, ...four], /hole/],
    ['bytes after the last tensor', `{"a":{${entry},"data_offsets":[0,4]}}`, [...four, 0], /follow/],
    ['offsets past the end', `{"a":{${entry},"data_offsets":[0,4]}}`, [0], /truncated/],
    ['offsets that disagree with the shape', `{"a":{${entry},"data_offsets":[0,8]}}`, [...four, ...four], /need 4/],
    ['offsets in reverse', `{"a":{${entry},"data_offsets":[4,0]}}`, four, /need 4/],
    ['a fractional offset', `{"a":{${entry},"data_offsets":[0,4.5]}}`, four, /data_offsets/],
    ['a negative length', '{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', four, /shape/],
    ['an overflowing shape', '{"a":{"dtype":"F32","shape":[9e15,9e15],"data_offsets":[0,4]}}', four, /shape/],
    ['another dtype', '{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}', four, /dtype "BF16"/],
    ['a dtype of Object', '{"a":{"dtype":"toString","shape":[1],"data_offsets":[0,4]}}', four, /dtype/],
    ['a missing key', '{"a":{"dtype":"F32","data_offsets":[0,4]}}', four, /shape/],
    ['an unknown key', `{"a":{${entry},"data_offsets":[0,4],"extra":1}}`, four, /unknown key 'extra'/],
    [
      'a tensor twice',
      `{"a":{${entry},"data_offsets":[0,4]},"\\u0061":{${entry},"data_offsets":[0,4]}}`,
      four,
      /twice/,
    ],
    ['a key of an entry twice', `{"a":{${entry},"shape":[1],"data_offsets":[0,4]}}`, four, /'shape' twice/],
    ['metadata that are not strings', '{"__metadata__":{"a":1}}', [], /strings/],
    ['an entry that is not an object', '{"a":[]}', [], /object/],
    ['a list for a header', '[]', [], /object/],
    ['a header after a space', ' {}', [], /object/],
    ['broken JSON', '{"a":', [], /JSON/],
  ])('refuses %s', (_, header, data, message) => {
    expect(() => decodeSafetensors(file(header, data))).toThrow(SafetensorsError);
    expect(() => decodeSafetensors(file(header, data))).toThrow(message);
  });

  it('refuses a header that is too large before it reads it, and one that is not UTF-8', () => {
    const large = file('{}');
    new DataView(large.buffer).setBigUint64(0, 2n ** 40n, true);
    expect(() => decodeSafetensors(large)).toThrow(/too large/);
    const broken = file('{"a":1}');
    broken[10] = 0xff;
    expect(() => decodeSafetensors(broken)).toThrow(/UTF-8/);
  });

  it('throws nothing but a SafetensorsError, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 64 }),
          fc.json().map((text) => file(text)),
        ),
        (bytes) => {
          try {
            decodeSafetensors(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(SafetensorsError);
          }
        },
      ),
    );
  });
});
