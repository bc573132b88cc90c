import type { Result } from '../protocol/errors.ts';
import { LabError, toServiceError } from '../protocol/errors.ts';

/** Held by whichever tab measures: a run beside it, or another measurement, would spoil its figures. */
const lockName = 'latent-lab/measuring';

/** Whether this device is busy with a benchmark or an experiment, in any tab. */
export async function measuringUnderWay(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === lockName);
}

/** What comes back from a worker of its own: progress, then one answer. */
type Message<Progress, Report> = { readonly progress: Progress } | { readonly answer: Result<Report> };

/** Kind of a job that has the device for itself. */
interface Kind {
  /** Name of the worker, by which the script knows what it is for. */
  readonly worker: string;
  /** As in "The benchmark was cancelled". */
  readonly what: string;
  /** What may help when its worker crashes. */
  readonly remedy: string;
}

/**
 * Does jobs in a worker of its own, from the script that runs now: they make other backends current, and only the death
 * of their worker ends them at once. One job at a time over all tabs.
 */
export class ExclusiveWorker<Order, Progress, Report> {
  readonly #kind: Kind;
  #cancelled: AbortController | undefined;

  constructor(kind: Kind) {
    this.#kind = kind;
  }

  /**
   * @param ready Asked once no run can start any more; throws where one trains already.
   * @throws LabError `busy-elsewhere`, `cancelled`, or what went wrong.
   */
  async run(order: Order, ready: () => Promise<void>, told: (progress: Progress) => void): Promise<Report> {
    return navigator.locks.request(lockName, { ifAvailable: true }, async (lock) => {
      if (!lock) {
        throw new LabError('busy-elsewhere', 'This device is busy with a benchmark or an experiment already.', {
          remedy: 'Wait for its end, or cancel it.',
        });
      }
      const { signal } = (this.#cancelled = new AbortController());
      await ready();
      return this.#work(order, told, signal);
    });
  }

  cancel(): void {
    this.#cancelled?.abort(new LabError('cancelled', `The ${this.#kind.what} was cancelled.`));
  }

  #work(order: Order, told: (progress: Progress) => void, signal: AbortSignal): Promise<Report> {
    signal.throwIfAborted();
    const { worker: name, what, remedy } = this.#kind;
    const worker = new Worker(self.location.href, { type: 'module', name });
    return new Promise<Report>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as LabError));
      worker.onmessage = ({ data }: MessageEvent<Message<Progress, Report>>) => {
        if ('progress' in data) told(data.progress);
        else if (data.answer.ok) resolve(data.answer.value);
        else reject(new LabError(data.answer.error.code, data.answer.error.message, data.answer.error));
      };
      worker.onerror = (event) => {
        const detail = event.message ? `: ${event.message}` : '';
        reject(new LabError('internal', `The ${what}’s worker crashed${detail}.`, { remedy }));
      };
      worker.postMessage(order);
    }).finally(() => worker.terminate());
  }
}

/** The other side: does the job that is asked for and answers once. */
export function answerOrder<Order, Progress, Report>(
  work: (order: Order, told: (progress: Progress) => void) => Promise<Report>,
): void {
  const tell = (message: Message<Progress, Report>): void => self.postMessage(message);
  self.onmessage = async ({ data: order }: MessageEvent<Order>) => {
    try {
      tell({ answer: { ok: true, value: await work(order, (progress) => tell({ progress })) } });
    } catch (error) {
      tell({ answer: { ok: false, error: toServiceError(error) } });
    }
  };
}
