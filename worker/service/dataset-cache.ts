import { DataError } from '../../core/data/data-error.ts';
import type { AssetReader, Dataset } from '../../core/data/dataset.ts';
import { loadDataset } from '../../core/data/load.ts';
import { canonical } from '../../core/spec/canonical.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { LabError } from '../protocol/errors.ts';

/** Keeps the dataset that was used last: image sets take a second to load and tens of megabytes to keep. */
export class DatasetCache {
  readonly #read: AssetReader;
  #loaded: { readonly key: string; readonly dataset: Promise<Dataset> } | undefined;

  constructor(read: AssetReader) {
    this.#read = read;
  }

  /** Lets go of what it keeps. */
  forget(): void {
    this.#loaded = undefined;
  }

  /** @throws LabError when a file of it is missing or damaged; the next call tries again. */
  get({ data }: Pick<RunSpec, 'data'>): Promise<Dataset> {
    const key = canonical(data);
    if (this.#loaded?.key === key) return this.#loaded.dataset;
    const dataset = loadDataset(data, this.#read).catch((error: unknown) => {
      this.#loaded = undefined;
      throw inWords(error);
    });
    this.#loaded = { key, dataset };
    return dataset;
  }
}

/** A file of a dataset that is missing or damaged, in the words of the border. */
function inWords(error: unknown): unknown {
  if (!(error instanceof DataError)) return error;
  if (error.cause instanceof LabError) return error.cause;
  return new LabError('invalid-data', `The data can't be used: ${error.message}.`, {
    remedy: 'Connect to the network and try again: the file is then fetched anew.',
    path: error.file,
    cause: error,
  });
}
