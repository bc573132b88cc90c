import { expect, it } from 'vitest';
import { sha256 } from './assets.ts';
import type { AssetReader, Batch } from './dataset.ts';
import { loadDataset } from './load.ts';

/** SHA-256 of the f32 and i32 bytes (little-endian) of training batch 468 of 128 examples, seed 7; made in Node 20. */
const golden = {
  ring: '543b16d0714c4f6db9ddfda31b19379347525b0863b9cb3c32dc3ab3da15c2c5',
  grid: '29232514c261e4bfed334af77198c6d6ca90dea8006eb9981e7f47bb383efe73',
  'swiss-roll': '246e6be2e746fdae962b0eeebef92bc6d9c824719388b4162af962cc3b3eed34',
  moons: '3ef15e85367262779fdf777647687abc9817d15cff9c58d4bbf295433e471e14',
  mnist: 'b08a94306668c4e0de32267f0a667301ca1de8ddf8c1bcd515ec148045161283',
  'fashion-mnist': '4d3c6b1f8934799969884db3ec5de1c3861d95b8c13e0bcebf590473920ccb62',
};

async function digestOf({ x, labels }: Batch): Promise<string> {
  const bytes = (array: Float32Array | Int32Array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return sha256(Uint8Array.from([...bytes(x), ...bytes(labels)]));
}

/** The batches that every engine must give, bit for bit. Run in Node and in browsers. */
export function batchSuite(read: AssetReader): void {
  it.each(Object.entries(golden))(
    'a batch of %s has the same bits in every engine',
    async (kind, digest) => {
      const set = await loadDataset({ kind }, read);
      // Batch 468 of 128 is the one that spans the first two epochs of 60,000.
      expect(await digestOf(set.batch(7, 468, 128))).toBe(digest);
    },
    180_000,
  );
}
