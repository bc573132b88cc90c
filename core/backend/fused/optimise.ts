import { slotsOfRule, UpdateRule } from '../program/operations.ts';
import type * as tf from '../tf.ts';
import { hasKernel, registerReference, runKernel } from './kernel.ts';
import type { Attributes, HostTensor } from './kernel.ts';
import { Fused } from './names.ts';
import { composedOptimise } from './optimise-composed.ts';
import type { Movable, Moved, Rule } from './optimise-composed.ts';

/**
 * Moves many parameters at once. `scalars` holds the rule's numbers of this step. Every operation rounds to float32, in
 * the order of the rule as it is written, so that every processor gives the same bits.
 */
export function optimise({ rule, a, b, c }: Rule, scalars: tf.Tensor, moves: readonly Movable[]): Moved[] {
  if (!hasKernel(Fused.optimise)) return composedOptimise({ rule, a, b, c }, scalars, moves);
  const inputs = [scalars, ...moves.flatMap(({ parameter, gradient, slots }) => [parameter, gradient, ...slots])];
  const outputs = runKernel(Fused.optimise, inputs, { rule, a, b, c });
  const each = 1 + slotsOfRule[rule]!;
  return moves.map((_, index) => {
    const [parameter, ...slots] = outputs.slice(index * each, (index + 1) * each);
    return { parameter: parameter!, slots };
  });
}

const f = Math.fround;

/** Moves one element: changes its slots and returns its new value. Storing into `slots` rounds. */
type Step = (constants: Rule, scalars: Float32Array, p: number, g: number, slots: Float32Array) => number;

const squared = (decay: number, v: number, g: number): number => f(f(decay * v) + f(f(1 - decay) * f(g * g)));
const root = (v: number, epsilon: number): number => f(f(Math.sqrt(v)) + epsilon);

const steps: Readonly<Record<number, Step>> = {
  [UpdateRule.adam]: ({ a, b }, scalars, p, g, slots) => {
    slots[0] = f(a * slots[0]!) + f(f(1 - a) * g);
    slots[1] = squared(b, slots[1]!, g);
    return p - f(f(scalars[0]! * slots[0]) / root(slots[1], scalars[1]!));
  },
  [UpdateRule.rmsprop]: ({ a, c }, scalars, p, g, slots) => {
    slots[0] = squared(a, slots[0]!, g);
    return p - f(f(scalars[0]! * g) / root(slots[0], c));
  },
  [UpdateRule.rmspropMomentum]: ({ a, b, c }, scalars, p, g, slots) => {
    slots[0] = squared(a, slots[0]!, g);
    slots[1] = f(b * slots[1]!) + f(g / root(slots[0], c));
    return p - f(scalars[0]! * slots[1]);
  },
  [UpdateRule.sgd]: (_, scalars, p, g) => p - f(scalars[0]! * g),
  [UpdateRule.momentum]: ({ a }, scalars, p, g, slots) => {
    slots[0] = f(a * slots[0]!) + g;
    return p - f(scalars[0]! * slots[0]);
  },
  [UpdateRule.nesterov]: ({ a }, scalars, p, g, slots) => {
    slots[0] = f(a * slots[0]!) + g;
    return p - f(scalars[0]! * f(g + f(a * slots[0])));
  },
  [UpdateRule.optimistic]: (_, scalars, p, g, slots) => {
    const direction = f(f(g + g) - slots[0]!);
    slots[0] = g;
    return p - f(scalars[0]! * direction);
  },
  [UpdateRule.optimisticAdam]: ({ a, b }, scalars, p, g, slots) => {
    slots[0] = f(a * slots[0]!) + f(f(1 - a) * g);
    slots[1] = squared(b, slots[1]!, g);
    const next = f(f(scalars[1]! * slots[0]) / root(slots[1], scalars[2]!));
    const direction = f(f(next + next) - slots[2]!);
    slots[2] = next;
    return p - f(scalars[0]! * direction);
  },
};

registerReference(Fused.optimise, ([scalars, ...tensors], attributes: Attributes) => {
  const { rule, a, b, c } = attributes as unknown as Rule;
  const constants = { rule, a: f(a), b: f(b), c: f(c) };
  const step = steps[rule]!;
  const count = slotsOfRule[rule]!;
  const slots = new Float32Array(count);
  const outputs: HostTensor[] = [];
  for (let first = 0; first < tensors.length; first += 2 + count) {
    const [parameter, gradient, ...old] = tensors.slice(first, first + 2 + count);
    const moved = [parameter!, ...old].map(({ shape, values }) => ({ shape, values: new Float32Array(values.length) }));
    for (let i = 0; i < parameter!.values.length; i++) {
      for (let slot = 0; slot < count; slot++) slots[slot] = old[slot]!.values[i]!;
      moved[0]!.values[i] = step(constants, scalars!.values, parameter!.values[i]!, gradient!.values[i]!, slots);
      for (let slot = 0; slot < count; slot++) moved[1 + slot]!.values[i] = slots[slot]!;
    }
    outputs.push(...moved);
  }
  return outputs;
});
