import { DataError } from '../../core/data/data-error.ts';
import { importFiles } from '../../core/data/import/import-files.ts';
import { valuesEach } from '../../core/data/import/imported-set.ts';
import { packSet } from '../../core/data/import/packed-set.ts';
import type { ImportedSetRecord, ImportProgress, ImportRequest, Skipped } from '../protocol/datasets.ts';
import type { Result } from '../protocol/errors.ts';
import { LabError, toServiceError } from '../protocol/errors.ts';
import { decodeImage } from './decode-image.ts';
import { nextTask } from '../../core/backend/turns.ts';

/** Name of a worker that reads one import. */
export const importerName = 'latent-lab-importer';

/** Examples that a list of sets shows. */
const previewExamples = 12;
const previewPoints = 400;
/** Files that were left out, and are told one by one. */
const toldFiles = 200;
/** Least time between two messages of progress, and between two pauses, milliseconds. */
const interval = 100;

/** A set that has been read, and is not stored yet. */
export interface ReadSet {
  readonly record: ImportedSetRecord;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly skipped: readonly Skipped[];
}

type Message = { readonly progress: ImportProgress } | { readonly answer: Result<ReadSet> };

/**
 * Reads imports in a worker of its own, from the script that runs now: hostile files may take memory and time, and the
 * end of their worker gives both back. One at a time.
 */
export class Importer {
  #worker: Worker | undefined;
  #reject: ((error: LabError) => void) | undefined;

  /** @throws LabError `invalid-data`, `cancelled`, `busy`, or what went wrong. Nothing is stored. */
  async read(request: ImportRequest, told: (progress: ImportProgress) => void): Promise<ReadSet> {
    if (this.#worker)
      throw new LabError('busy', 'Another import is under way.', { remedy: 'Wait for its end, or cancel it.' });
    const worker = (this.#worker = new Worker(self.location.href, { type: 'module', name: importerName }));
    try {
      return await new Promise<ReadSet>((resolve, reject) => {
        this.#reject = reject;
        worker.onmessage = ({ data }: MessageEvent<Message>) => {
          if ('progress' in data) told(data.progress);
          else if (data.answer.ok) resolve(data.answer.value);
          else reject(new LabError(data.answer.error.code, data.answer.error.message, data.answer.error));
        };
        worker.onerror = (event) => {
          const detail = event.message ? `: ${event.message}` : '';
          reject(
            new LabError('out-of-memory', `Reading the files failed${detail}. Nothing was imported.`, {
              remedy: 'Import fewer or smaller files, or a smaller size of images.',
            }),
          );
        };
        worker.postMessage(request);
      });
    } finally {
      worker.terminate();
      this.#worker = this.#reject = undefined;
    }
  }

  cancel(): void {
    this.#reject?.(new LabError('cancelled', 'The import was cancelled. Nothing was imported.'));
  }
}

/** The importer's side. */
export function answerImport(): void {
  self.onmessage = async ({ data: request }: MessageEvent<ImportRequest>) => {
    const tell = (message: Message, transfer: Transferable[] = []): void => self.postMessage(message, { transfer });
    try {
      const set = await readSet(request, (progress) => tell({ progress }));
      tell({ answer: { ok: true, value: set } }, [set.bytes.buffer]);
    } catch (error) {
      tell({ answer: { ok: false, error: toServiceError(inWords(error)) } });
    }
  };
}

async function readSet(
  { files, title, options }: ImportRequest,
  told: (progress: ImportProgress) => void,
): Promise<ReadSet> {
  let at = -Infinity;
  const watch = {
    progress(done: number, what: string): void {
      const now = performance.now();
      if (now - at < interval) return;
      at = now;
      told({ done, what });
    },
    breathe: nextTask,
  };
  const { set, format, skipped } = await importFiles(files, decodeImage, options, watch);
  told({ done: 1, what: 'Storing the set' });
  const { id, bytes } = await packSet(set);
  const { kind, shape, train, test, classes, values } = set;
  const shown = (kind === 'points' ? previewPoints : previewExamples) * valuesEach(shape);
  const record: ImportedSetRecord = {
    id,
    title,
    kind,
    shape,
    train,
    test,
    classes,
    bytes: bytes.length,
    format,
    importedAt: Date.now(),
    skipped: skipped.length,
    preview: values.slice(0, shown),
  };
  return { record, bytes, skipped: skipped.slice(0, toldFiles) };
}

function inWords(error: unknown): unknown {
  if (!(error instanceof DataError)) return error;
  return new LabError('invalid-data', `${error.message}. Nothing was imported.`, { path: error.file, cause: error });
}
