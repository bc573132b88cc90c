import { defaultsOf } from '../spec/fields.ts';
import type { Chosen } from '../spec/fields.ts';
import type { AssetReader, Dataset } from './dataset.ts';
import { imported } from './imported.ts';
import { sources } from './registry.ts';
import type { DatasetSource } from './source.ts';

/** Those of the app, and the kind that people bring. */
const all: readonly DatasetSource[] = [...sources, imported];

/**
 * Makes the chosen dataset; settings that are left out have their defaults. The spec's schema has checked the values.
 *
 * @param read gives the files of finite sets; procedural sets read nothing.
 * @throws RangeError for an unknown kind. @throws DataError when a file is missing, cut short or damaged.
 */
export async function loadDataset(chosen: Chosen, read: AssetReader): Promise<Dataset> {
  const source = all.find(({ card }) => card.id === chosen.kind);
  if (!source) {
    throw new RangeError(`No dataset '${chosen.kind}': there are ${sources.map(({ card }) => card.id).join(', ')}`);
  }
  return source.load({ ...defaultsOf(source.card.fields), ...chosen }, read);
}
