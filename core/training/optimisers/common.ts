import { number, scheduled, type NumberField, type ScheduledField } from '../../spec/fields.ts';

/** Every optimiser's step size. The trainer reads it, since it may follow a schedule. */
export function learningRateField(start: number): ScheduledField {
  return scheduled({
    label: 'Learning rate',
    help: 'Size of each move. Too large and losses jump or diverge; too small and nothing seems to happen.',
    default: start,
    min: 1e-8,
    max: 10,
    scale: 'log',
  });
}

/** Of the rules that divide by the root of a mean squared gradient. */
export const epsilonField: NumberField = number({
  label: 'Epsilon',
  help: 'Added to the root of the squared gradient, so that a parameter with almost none does not jump.',
  default: 1e-8,
  min: 1e-12,
  max: 1,
  scale: 'log',
});

export const momentumField: NumberField = number({
  label: 'Momentum',
  help: 'Share of the last move that is added to the next. 0 turns it off.',
  default: 0,
  min: 0,
  max: 0.9999,
});

/**
 * `base` to a whole power by multiplications alone, which every engine rounds alike; `**` and `Math.pow` are
 * approximated differently from engine to engine.
 *
 * @param power A whole number from 0.
 */
export function wholePower(base: number, power: number): number {
  let result = 1;
  let square = base;
  for (let rest = power; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/** The numbers of a rule that needs the learning rate alone; see `Optimiser.scalars`. */
export function learningRateAlone(rate: Float64Array, _count: number, into = new Float32Array(1)): Float32Array {
  into[0] = rate[0]!;
  return into;
}
