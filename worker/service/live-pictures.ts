import type { Trainer } from '../../core/training/trainer.ts';
import type { FrameMaker } from './frame-maker.ts';
import { frameMakerOf } from './frame-maker.ts';
import type { SessionHost } from './session-host.ts';

/** Share of the time that live pictures may take. */
const share = 0.05;
/** Milliseconds between two live pictures at least: more of them no page would show. */
const leastInterval = 100;

/** Pictures of a run in training: those that the store keeps, and live ones for the pages that show the run. */
export class LivePictures {
  /** Undefined where the method draws no samples. */
  readonly maker: FrameMaker | undefined;
  readonly #host: Pick<SessionHost, 'store' | 'events' | 'watched'>;
  readonly #runId: string;
  #nextAt = 0;

  constructor(
    host: Pick<SessionHost, 'store' | 'events' | 'watched'>,
    runId: string,
    { game, dataset, spec }: Pick<Trainer, 'game' | 'dataset' | 'spec'>,
  ) {
    this.#host = host;
    this.#runId = runId;
    this.maker = frameMakerOf(game, dataset, spec.seed);
  }

  /** Whether a page shows the run, and has not had a picture for a while. */
  get due(): boolean {
    return this.#host.watched(this.#runId) && performance.now() >= this.#nextAt;
  }

  /** Draws the present state for the page. @param kept Whether the store keeps it. */
  async show(trainer: Trainer, kept: boolean): Promise<void> {
    if (!this.maker) return;
    const begun = performance.now();
    const frame = await this.maker.make(trainer.completed, trainer.variables());
    if (kept) await this.#host.store.putFrame(this.#runId, frame);
    this.#host.events.emit({ type: 'frame', runId: this.#runId, frame, kept });
    this.#nextAt = performance.now() + Math.max(leastInterval, (performance.now() - begun) / share);
  }
}
