import type { PointsFrame } from '../../worker/protocol/records.ts';
import type { TrainingService } from '../../worker/protocol/service.ts';
import type { RunModel } from '../state/run-model.ts';
import { countModes } from './mode-counts.ts';
import type { ModeCounts, Modes } from './mode-counts.ts';
import { ModeHistory } from './mode-history.ts';

/** Stored pictures that are read when a run is opened: enough to see how the modes wandered. */
const readFrames = 60;

/** What the laboratory remembers of a run's pictures beside the one on show. */
export class LaboratoryModel {
  readonly history = new ModeHistory();
  /** Changes whenever the history does. */
  version = 0;
  #seen: PointsFrame | undefined;
  #counts: ModeCounts | undefined;

  /**
   * Counts of a picture's samples, which also enter the history. Undefined where the data has no modes.
   * @param present Steps that the run has made: what lies after them belongs to a branch that was given up.
   */
  see(frame: PointsFrame, modes: Modes | undefined, present: number): ModeCounts | undefined {
    if (modes === undefined) return undefined;
    if (frame !== this.#seen) {
      this.history.truncate(Math.max(present, frame.step));
      this.#seen = frame;
      this.#counts = countModes(frame.samples, modes);
      this.history.add(frame.step, this.#counts);
      this.version++;
    }
    return this.#counts;
  }

  /** Reads the stored pictures of a run that was opened, spread evenly. Resolves when all are in the history. */
  async recall(run: RunModel, service: TrainingService): Promise<void> {
    const { frameSteps, modes } = run.view.value;
    if (modes === undefined) return;
    const every = Math.max(1, Math.ceil(frameSteps.length / readFrames));
    for (const step of frameSteps.filter((_, i) => i % every === 0)) {
      const answer = await service.frame(run.id, step);
      if (!answer.ok || answer.value.kind !== 'points') continue;
      this.history.add(step, countModes(answer.value.samples, modes));
      this.version++;
    }
  }
}
