import { expect, it } from 'vitest';
import { sha256 } from './assets.ts';
import type { AssetReader, Batch } from './dataset.ts';
import { loadDataset } from './load.ts';

/** SHA-256 of the f32, i32 and paired f32 bytes (little-endian) of training batch 468 of 128 examples, seed 7; made in Node 20. */
const golden = {
  ring: '543b16d0714c4f6db9ddfda31b19379347525b0863b9cb3c32dc3ab3da15c2c5',
  grid: '29232514c261e4bfed334af77198c6d6ca90dea8006eb9981e7f47bb383efe73',
  'swiss-roll': '246e6be2e746fdae962b0eeebef92bc6d9c824719388b4162af962cc3b3eed34',
  moons: '3ef15e85367262779fdf777647687abc9817d15cff9c58d4bbf295433e471e14',
  mnist: 'b08a94306668c4e0de32267f0a667301ca1de8ddf8c1bcd515ec148045161283',
  'fashion-mnist': '4d3c6b1f8934799969884db3ec5de1c3861d95b8c13e0bcebf590473920ccb62',
  'stacked-mnist': '3e247c2c8894d28eb7d8a70a07e70406bd65a7f9f10596a7228d978ed5e752eb',
  'coloured-mnist': '16bdaa0088df6f9730f9d5bba184ae5d86d7d2af6e3be9b030850d2ef27e8fea',
  sprites: '787fa12d1e0872349d65c7e0a0b1c6ab7706b05c4c9fcd18b697faed464c62fe',
  phantoms: 'b5da3305c55ab77596ff5a14330cca99662801fc49151c8134f2fa261bd2584d',
  'shape-domains': '2663d79a0941453a9b8904287aec0acbceb5d48f58cc7bbe25aeec74ddb04e7b',
  'digit-domains': '19c87f46ef350851b45fa2738da091ba72d4d1dc79979cc25faf28aa3a4bd155',
  'moving-digits': '239794e17f05035f93fec689f8f3fd293dfa3a1f5477e8e5f588b29e3e70bd34',
};

async function digestOf({ x, labels, pair = new Float32Array() }: Batch): Promise<string> {
  const parts = [x, labels, pair].map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return sha256(bytes);
}

/** The batches that every engine must give, bit for bit. Run in Node and in browsers. */
export function batchSuite(read: AssetReader): void {
  it.each(Object.entries(golden))('a batch of %s has the same bits in every engine', async (kind, digest) => {
    const set = await loadDataset({ kind }, read);
    // Batch 468 of 128 is the one that spans the first two epochs of 60,000.
    expect(await digestOf(set.batch(7, 468, 128))).toBe(digest);
  });
}
