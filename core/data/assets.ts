import type { AssetReader } from './dataset.ts';
import { DataError } from './data-error.ts';

export interface Asset {
  /** Size of the file as served. */
  readonly bytes: number;
  /** SHA-256 of the file as served, in hexadecimal. */
  readonly sha256: string;
}

/**
 * Every file that the app serves under `data/`: gzipped IDX. They are not named `.gz`, because static servers then
 * declare a content encoding and the browser unpacks what is meant to arrive as it is.
 *
 * `core/data/pack.ts` makes them and refuses to write any other bytes.
 */
export const assets = {
  'mnist-train-images.bin': {
    bytes: 10022387,
    sha256: 'ae2895f448aa5ed9b24c9048d9ff36ce08003bc95f2a167abc75060514bcd69c',
  },
  'mnist-train-labels.bin': {
    bytes: 28869,
    sha256: '155a0c304ef06d7d8515cbe4e245797d0de2359f219e8f007c08a832c7637535',
  },
  'mnist-test-images.bin': {
    bytes: 1668486,
    sha256: '9aafa94f9ec33278a663a59e11071e09096ea509cafb6a489d016fb53c455ba4',
  },
  'mnist-test-labels.bin': { bytes: 4606, sha256: '5c976ad014939b3f3dfcc114fc4598ab25b172b98bbd68441e8ca83c0bc64fc8' },
  'fashion-mnist-train-images.bin': {
    bytes: 26421856,
    sha256: 'b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7',
  },
  'fashion-mnist-train-labels.bin': {
    bytes: 29491,
    sha256: '0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056',
  },
  'fashion-mnist-test-images.bin': {
    bytes: 4422079,
    sha256: 'cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa',
  },
  'fashion-mnist-test-labels.bin': {
    bytes: 5125,
    sha256: '8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05',
  },
} as const satisfies Readonly<Record<string, Asset>>;

export type AssetName = keyof typeof assets;

/** SHA-256 in hexadecimal. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Reads a file of the app and checks that it is the one this version was built with.
 *
 * @throws DataError when it cannot be read, is cut short or has other bytes.
 */
export async function readAsset(name: AssetName, read: AssetReader): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await read(name);
  } catch (cause) {
    throw new DataError(name, `could not be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  const expected: Asset = assets[name];
  if (bytes.length !== expected.bytes) {
    throw new DataError(name, `has ${bytes.length} bytes in place of ${expected.bytes}; load it again`);
  }
  if ((await sha256(bytes)) !== expected.sha256) {
    throw new DataError(name, 'is damaged: its SHA-256 is not the expected one; load it again');
  }
  return bytes;
}
