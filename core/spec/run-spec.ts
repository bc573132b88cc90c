import type { Chosen, Values } from './fields.ts';

/** Raised when the meaning of a stored spec changes; `migrate` brings older ones forward. */
export const SPEC_VERSION = 1;

export type Arithmetic = 'reproducible' | 'fast';

/**
 * Everything a run is, as plain JSON. Its canonical form's SHA-256 is the run's identity, so nothing that
 * does not change the numbers (a name, a colour, the autosave interval) belongs here.
 */
export interface RunSpec {
  readonly version: typeof SPEC_VERSION;
  /** Id of a method in the registry. */
  readonly method: string;
  /** Values of the method's declared options. */
  readonly options: Values;
  /** The dataset: `kind` is its id. */
  readonly data: Chosen;
  /** Absent where training batches are as the dataset gives them, never empty. */
  readonly augment?: Augment;
  /** Architecture of each role that the method declares: `kind` is the architecture's id. */
  readonly networks: Readonly<Record<string, Chosen>>;
  /** How the players move. */
  readonly dynamics: Chosen;
  /** Optimiser of each player. */
  readonly optimisers: Readonly<Record<string, Chosen>>;
  /** Examples in a batch. */
  readonly batch: number;
  /** Steps of the whole run; a step is one round of every player's updates. */
  readonly steps: number;
  /** 32-bit unsigned seed of every random stream. */
  readonly seed: number;
  /** Decay of the averaged parameters that samples are drawn with; 0 draws with the live ones. */
  readonly ema: number;
  readonly arithmetic: Arithmetic;
  readonly evaluation: EvaluationPlan;
}

/**
 * How training batches are changed by chance: the values of each augmentation, by its id. They are made in the order of the
 * catalogue, whatever the order here.
 */
export type Augment = Readonly<Record<string, Values>>;

export interface EvaluationPlan {
  /** Steps between evaluations by cheap metrics in the run; 0 evaluates only at its end, where all metrics are. */
  readonly every: number;
  /** Steps between evaluations by all metrics, dear ones too. Absent where they wait for the end, never 0. */
  readonly dearEvery?: number;
  /** Samples drawn for each distribution metric. */
  readonly samples: number;
}
