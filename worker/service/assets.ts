import type { AssetReader } from '../../core/data/dataset.ts';
import { LabError } from '../protocol/errors.ts';

/** Files of the app, served beside it (and by the service worker when there is no network). */
export const assetBase = new URL(import.meta.env.BASE_URL, self.location.origin);

/** Reads a file under `data/`. @throws LabError when it can't be had. */
export const readAsset: AssetReader = async (name) => {
  let response: Response;
  try {
    response = await fetch(new URL(`data/${name}`, assetBase));
  } catch (cause) {
    throw new LabError('invalid-data', `The file ${name} is not on this device and there is no network.`, {
      remedy: 'Connect once and choose the dataset again: it is then kept for offline use.',
      path: name,
      cause,
    });
  }
  if (!response.ok)
    throw new LabError('invalid-data', `The file ${name} could not be read (${response.status}).`, { path: name });
  return new Uint8Array(await response.arrayBuffer());
};
