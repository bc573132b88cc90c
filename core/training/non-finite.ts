import type { Tensor } from '../backend/tf.ts';

/** A loss or gradient stopped being a finite number. Nothing of it has been applied. */
export class NonFiniteError extends Error {
  constructor(
    readonly player: string,
    /** The loss part or the gradient that is not finite, e.g. `gradient of generator/dense0/kernel`. */
    readonly tensor: string,
    /** The step that could not be made, counted from 1. */
    readonly step: number,
  ) {
    super(`${tensor} of the ${player} became non-finite at step ${step}`);
    this.name = 'NonFiniteError';
  }
}

/** Name of the first tensor with a non-finite element. Reads back: for backends that can at once. */
export function firstNonFinite(tensors: Readonly<Record<string, Tensor>>): string | undefined {
  return Object.keys(tensors).find((name) => !tensors[name]!.dataSync<'float32'>().every(Number.isFinite));
}
