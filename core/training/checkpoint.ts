import type { RunSpec } from '../spec/run-spec.ts';

/** One tensor of a training state, read back to the host. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * The whole state of a run at a step boundary. Randomness is not part of it: every draw is a function of
 * (seed, stream, step). Tensor names say what they are:
 * `parameter/<network>/<layer>/<tensor>`, `buffer/<network>/...`, `ema/<network>/...` (averaged parameters),
 * `slot/<player>/<slot>/<network>/...` (optimiser slots) and `count/<player>` (moves made so far, `[1]`).
 */
export interface Checkpoint {
  readonly spec: RunSpec;
  /** Completed steps. */
  readonly step: number;
  readonly tensors: Readonly<Record<string, StoredTensor>>;
}
