import { catalogue } from '../../core/catalogue.ts';
import { importedName } from '../../core/data/imported.ts';
import { importedIn, importedSetOf, shapeText } from '../../core/spec/dataset-card.ts';
import type { Catalogue, ImportedSetCard, Objection } from '../../core/spec/catalogue.ts';
import { defaultSpec } from '../../core/spec/defaults.ts';
import type { Chosen } from '../../core/spec/fields.ts';
import { requireRunSpec } from '../../core/spec/parse.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type {
  DatasetStatistics,
  ExamplesPage,
  ExamplesRequest,
  ImportedSetRecord,
  ImportReport,
  ImportRequest,
} from '../protocol/datasets.ts';
import { LabError } from '../protocol/errors.ts';
import type { ImportedSets } from '../store/imported-sets.ts';
import { setMissing } from '../store/imported-sets.ts';
import { readAsset } from './assets.ts';
import { pageOf } from './dataset-browser.ts';
import { checkAugment } from './check-spec.ts';
import { DatasetCache } from './dataset-cache.ts';
import { statisticsOf } from './dataset-statistics.ts';
import type { EventChannel } from './event-channel.ts';
import { Importer } from './importer.ts';
import { nextTask } from '../../core/backend/turns.ts';

/** The datasets of this device: those of the app, and those that people imported. */
export class DatasetOwner {
  /** For training. */
  readonly cache: DatasetCache;
  /** For looking at: what trains stays in the other. */
  readonly #shown: DatasetCache;
  readonly #sets: ImportedSets;
  readonly #events: EventChannel;
  readonly #importer = new Importer();

  constructor(sets: ImportedSets, events: EventChannel) {
    this.#sets = sets;
    this.#events = events;
    const prefix = importedName('');
    const read = (name: string): Promise<Uint8Array> =>
      name.startsWith(prefix) ? sets.read(name.slice(prefix.length)) : readAsset(name);
    this.cache = new DatasetCache(read);
    this.#shown = new DatasetCache(read);
  }

  list(): Promise<readonly ImportedSetRecord[]> {
    return this.#sets.list();
  }

  /** What can be chosen, with the imported sets of this device. */
  async catalogue(): Promise<Catalogue> {
    const sets = (await this.#sets.list()).map(cardOf);
    return { ...catalogue, ...(catalogue.imported && { imported: { ...catalogue.imported, sets } }) };
  }

  /** A spec with everything at its default, on the dataset of an id; see datasetId. */
  async defaults(method: string, dataset: string): Promise<RunSpec> {
    const id = importedSetOf(dataset);
    if (id === undefined) return defaultSpec(catalogue, method, dataset);
    const set = await this.#sets.get(id);
    if (!set) throw setMissing(id);
    const data = { kind: 'imported', set: id, shape: shapeText(set.shape), classes: set.classes.length };
    return requireRunSpec({ method, data }, catalogue);
  }

  /** What speaks against the data of a spec on this device: that they are not here. */
  async objections({ data }: RunSpec): Promise<readonly Objection[]> {
    const set = importedIn(data);
    if (set === undefined || (await this.#sets.get(set))) return [];
    const { message, remedy } = setMissing(set);
    return [{ path: 'data.set', message: `${message} ${remedy ?? ''}` }];
  }

  /** Reads files and stores them as one set, or stores nothing. */
  async import(request: ImportRequest): Promise<ImportReport> {
    const title = request.title.trim().slice(0, 120);
    const { record, bytes, skipped } = await this.#importer.read(
      { ...request, title: title === '' ? 'Imported set' : title },
      (progress) => this.#events.relay({ type: 'import', ...progress }),
    );
    const stored = await this.#sets.put(record, bytes).catch((error: unknown) => {
      throw isFull(error) ? noRoom(error) : error;
    });
    this.#events.emit({ type: 'datasets-changed' });
    return { ...stored, skipped, skippedCount: record.skipped };
  }

  cancelImport(): void {
    this.#importer.cancel();
  }

  /** @param training Specs of the runs that are trained now. @throws LabError `busy` while one of them is trained on it. */
  async remove(id: string, training: readonly RunSpec[]): Promise<void> {
    if (training.some(({ data }) => data['set'] === id)) {
      throw new LabError('busy', 'A run is being trained on this set.', { remedy: 'Pause it first.' });
    }
    await this.#sets.remove(id);
    this.cache.forget();
    this.#shown.forget();
    this.#events.emit({ type: 'datasets-changed' });
  }

  async examples(data: Chosen, request: ExamplesRequest): Promise<ExamplesPage> {
    const { augment } = request;
    const by = augment && checkAugment(await this.catalogue(), data, augment.by);
    return pageOf(await this.#shown.get({ data }), {
      ...request,
      ...(by && { augment: { by, draw: Math.max(0, Math.trunc(augment.draw) || 0) } }),
    });
  }

  async statistics(data: Chosen): Promise<DatasetStatistics> {
    return statisticsOf(await this.#shown.get({ data }), nextTask);
  }
}

const isFull = (error: unknown): boolean => error instanceof LabError && error.code === 'quota';

const noRoom = (cause: unknown): LabError =>
  new LabError('quota', 'There is no room left on this device for the set. Nothing was imported.', {
    remedy: 'Delete sets or runs that you do not need, or choose a smaller size of images, then import it again.',
    cause,
  });

const cardOf = ({ id, title, shape, classes }: ImportedSetRecord): ImportedSetCard => ({
  id,
  title,
  shape,
  classes: classes.length,
});
