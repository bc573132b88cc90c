import { expect, it } from 'vitest';
import { categorical, normal, permutation, uniform } from './stream.ts';

/** SHA-256 of the bytes (little-endian) of 10,000 elements each, made in Node 20 and, all but the last, again by a Python program. */
const golden = {
  uniform: 'cace1dc9bb9372c1f77ad6e8ab95d0f3c55bd785d84815ed5a0d2d37d1c83c34',
  normal: 'e4c18118080e22871df3b942c2741cf198b8f64845d9ee989a8175d9dacd0a3e',
  permutation: 'e6cfc4852564cb2cd819f8e5041daebb7275e2a1ac410bf733f21ad557bfef89',
  categorical: 'f3bcbba6b440316fc5943740b422b9554482052bf6b1ed6999ba5d35fb5f4a9c',
};

async function sha256(values: Float32Array | Uint32Array | Int32Array): Promise<string> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The numbers that every engine must give, bit for bit. Run in Node and in browsers. */
export function goldenSuite(): void {
  it('uniform gives the same bits in every engine', async () => {
    expect(await sha256(uniform(20240601, 'golden', 3, 10_000))).toBe(golden.uniform);
  });

  it('normal gives the same bits in every engine', async () => {
    expect(await sha256(normal(20240601, 'golden', 3, 10_000))).toBe(golden.normal);
  });

  it('permutation gives the same bits in every engine', async () => {
    expect(await sha256(permutation(20240601, 'golden', 2 ** 40 + 3, 10_000))).toBe(golden.permutation);
  });

  it('categorical gives the same bits in every engine', async () => {
    expect(await sha256(categorical(20240601, 'golden', 3, 10_000, [0.1, 0, 3, 2.5, 1e-3]))).toBe(golden.categorical);
  });
}
