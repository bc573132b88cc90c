import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digestOf, sha256 } from './digest.ts';
import { encodeSafetensors, SafetensorsError } from './safetensors.ts';
import { readStateFile, writeStateFile } from './state-file.ts';

const tensor = (shape: number[], values: number[]) => ({ shape, data: Float32Array.from(values) });
const state = { 'parameter/g/b': tensor([2], [1, -0]), 'ema/g/b': tensor([1, 2], [0.5, 3]) };

describe('digestOf', () => {
  it('is SHA-256 of header lines and little-endian values in name order, as another implementation has it', async () => {
    const hash = createHash('sha256');
    hash.update('["ema/g/b","F32",[1,2]]\n').update(Buffer.from('0000003f00004040', 'hex'));
    hash.update('["parameter/g/b","F32",[2]]\n').update(Buffer.from('0000803f00000080', 'hex'));
    expect(await digestOf(state)).toBe(hash.digest('hex'));
  });

  it('does not depend on the order of keys or on where a view lies in its buffer', async () => {
    const [a, b] = Object.entries(state);
    expect(await digestOf(Object.fromEntries([b!, a!]))).toBe(await digestOf(state));
    const larger = Float32Array.of(9, 1, -0, 9);
    const view = { ...state, 'parameter/g/b': { shape: [2], data: larger.subarray(1, 3) } };
    expect(await digestOf(view)).toBe(await digestOf(state));
  });

  it('changes with a name, a shape and a single bit, the sign of zero included', async () => {
    const digests = await Promise.all([
      digestOf(state),
      digestOf({ 'parameter/g/c': state['parameter/g/b'], 'ema/g/b': state['ema/g/b'] }),
      digestOf({ ...state, 'ema/g/b': tensor([2, 1], [0.5, 3]) }),
      digestOf({ ...state, 'parameter/g/b': tensor([2], [1, 0]) }),
      digestOf({}),
    ]);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('hashes nothing to the known SHA-256 of nothing', async () => {
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    expect(await digestOf({})).toBe(empty);
    expect(await sha256(new Uint8Array())).toBe(empty);
  });
});

describe('a state file', () => {
  it('returns tensors, metadata and digest', async () => {
    const read = await readStateFile(await writeStateFile(state, { step: '40' }));
    expect(read.tensors).toEqual(state);
    expect(read.digest).toBe(await digestOf(state));
    expect(read.metadata).toEqual({ step: '40', digest: read.digest });
  });

  it('is refused after any single flipped bit, or still holds the same data', async () => {
    const bytes = await writeStateFile(state);
    const digest = await digestOf(state);
    let refused = 0;
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = bytes.slice();
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      const outcome = await readStateFile(damaged).then(
        (file) => file.digest,
        (error: unknown) => error,
      );
      if (outcome instanceof SafetensorsError) refused++;
      else expect(outcome, `bit ${bit}`).toBe(digest);
    }
    expect(refused).toBeGreaterThan(bytes.length * 6);
  });

  it('of another program, without a digest, is read as it is', async () => {
    expect((await readStateFile(encodeSafetensors(state))).tensors).toEqual(state);
  });

  it('of another type is refused by name', async () => {
    const header = '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}';
    const bytes = new Uint8Array(8 + header.length + 1);
    bytes[0] = header.length;
    bytes.set(new TextEncoder().encode(header), 8);
    await expect(readStateFile(bytes)).rejects.toThrow("tensor 'a' is U8, not F32");
  });
});
