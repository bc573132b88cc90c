import type { DatasetCard } from '../spec/catalogue.ts';
import type { Fields, ValuesOf } from '../spec/fields.ts';
import type { AssetReader, Dataset } from './dataset.ts';

/** One dataset that can be chosen: how it is described and how it is made. */
export interface DatasetSource<F extends Fields = Fields> {
  readonly card: DatasetCard & { readonly fields: F };
  load(values: ValuesOf<F>, read: AssetReader): Dataset | Promise<Dataset>;
}
