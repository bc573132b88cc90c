import { cos, exp, ln, sin } from '../../../core/random/elementary.ts';
import { categorical, normal, permutation, uniform } from '../../../core/random/stream.ts';

/** SHA-256 of what the random streams and the functions under them give, by name: the same in every engine. */
export async function goldenDigests(): Promise<Record<string, string>> {
  const angles = Float64Array.from({ length: 10_000 }, (_, i) => (i - 5000) * 0.37);
  const numbers = {
    uniform: uniform(20240601, 'golden', 3, 10_000),
    normal: normal(20240601, 'golden', 3, 10_000),
    permutation: permutation(20240601, 'golden', 2 ** 40 + 3, 10_000),
    categorical: categorical(20240601, 'golden', 3, 10_000, [0.1, 0, 3, 2.5, 1e-3]),
    ln: angles.map((x) => ln(Math.abs(x) + 1e-3)),
    exp: angles.map((x) => exp(x / 3)),
    sin: angles.map(sin),
    cos: angles.map(cos),
  };
  const digests: Record<string, string> = {};
  for (const [name, values] of Object.entries(numbers)) digests[name] = await sha256(values);
  return digests;
}

async function sha256({ buffer, byteOffset, byteLength }: ArrayBufferView): Promise<string> {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength).slice();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
