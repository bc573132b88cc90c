import { expect, it } from 'vitest';
import { defaultsOf } from '../../spec/fields.ts';
import { sha256 } from '../assets.ts';
import { augmenterOf } from './augment.ts';
import { augmentations } from './registry.ts';

/** SHA-256 of the f32 bytes (little-endian) of 64 augmented images of 28 x 28 x 3; made in Node 20. */
const golden: Readonly<Record<string, string>> = {
  'horizontal-flip': 'f6c9cb5831792d2ee620305af505a06ae99af8b5463cf5c7f08e52ac753eba7f',
  'vertical-flip': '4aecf6b1e67bd420fce829e90b155105e467ea9d930ef4ec937a0abc81c05f4c',
  scaling: '5f72bfaf0ed1b8db0614783a8c16bc10fdda96484f7c0d61e2800380ffd9e605',
  rotation: '1a337a1db25c2fab1384350a6992058dc73999f5471e5302ff65f50a089d4412',
  translation: 'f8a851bb8e34773f682a2b88b4749d32e74afcafad5c131f56ba379ccbaed525',
  brightness: '66f9ff57e2972736dca6068633198f8d30add6d0dc08e561c3f5f4d02f2ed592',
  contrast: '1a31fc4f78376e3d9ee415ebc5726d44dad25fbc6c3b716f147bdcc021f80ccc',
  'gaussian-noise': '5f7a8d7624d62ae503b3f8a4d55e95594b90ecf2575465d7a75753f1052e1eb6',
  cutout: 'b8e98dc321add982aa284c5e13594b1822ec7251cfe02374de10f37dff9cd5e0',
};

/** The bits that every engine must give. Run in Node and in browsers. */
export function augmentSuite(): void {
  it.each(augmentations.map(({ card }) => card))(
    'the augmentation $id has the same bits in every engine',
    async ({ id, fields }) => {
      const x = Float32Array.from({ length: 64 * 28 * 28 * 3 }, (_, i) => ((i * 7919) % 1009) / 1008);
      augmenterOf({ shape: [28, 28, 3] }, { [id]: defaultsOf(fields) })({ x, labels: new Int32Array() }, 64, 7, 468);
      expect(await sha256(new Uint8Array(x.buffer))).toBe(golden[id]);
    },
  );
}
