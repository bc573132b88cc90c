import type { Values } from '../../core/spec/fields.ts';
import type { ExperimentCurves } from '../../evaluation/reproduction/experiment.ts';

/** Which experiment to make; options that are left out have their defaults. */
export interface ExperimentRequest {
  readonly id: string;
  readonly options?: Values;
}

/** How far an experiment is. */
export interface ExperimentProgress {
  readonly id: string;
  /** 0 to 1. */
  readonly done: number;
  /** What it is at. */
  readonly what: string;
  readonly curves?: ExperimentCurves;
}
