import { pointSet } from '../linear-algebra/pair-distances.ts';
import { Pace } from '../pace.ts';
import * as definition from './precision-recall.ts';

/** The estimates of rows against real ones, by the module or by one with a bug in it. */
export async function measure(
  generated: Float32Array,
  real: Float32Array,
  dimension: number,
  module = definition,
): Promise<definition.PrecisionRecall> {
  const pace = new Pace(new AbortController().signal);
  const balls = (rows: Float32Array) => module.ballsAround(pointSet(rows, dimension), pace);
  return module.precisionRecall(await balls(generated), await balls(real), pace);
}

/** Precision, recall, density and coverage alone. */
export async function prdc(...args: Parameters<typeof measure>): Promise<readonly number[]> {
  const { precision, recall, density, coverage } = await measure(...args);
  return [precision, recall, density, coverage].map(({ mean }) => mean);
}
