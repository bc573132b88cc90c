import { expect, test } from 'vitest';
import { uniform } from '../../core/random/stream.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as Module from './mutual-information-gap.ts';
import { discretised, mutualInformationGap } from './mutual-information-gap.ts';

const sizes = [3, 4, 5];
const count = 60;
/** Every combination of the three factors once. */
const grid = Int32Array.from({ length: 3 * count }, (_, at) => {
  const i = Math.floor(at / 3);
  return [i % 3, Math.floor(i / 3) % 4, Math.floor(i / 12)][at % 3]!;
});
const latents = (...units: ((i: number) => number)[]) =>
  Float64Array.from({ length: count * units.length }, (_, at) =>
    units[at % units.length]!(Math.floor(at / units.length)),
  );
const factor = (k: number) => (i: number) => grid[3 * i + k]!;

knownAnswer<typeof Module>(
  'a latent for each factor, one that tells half of a factor, and a factor that two latents share',
  new URL('mutual-information-gap.ts', import.meta.url),
  (module) => {
    const gap = (values: Float64Array) => {
      const dimension = values.length / count;
      return module.mutualInformationGap(module.discretised(values, dimension), dimension, grid, sizes);
    };
    expect(
      gap(
        latents(
          factor(2),
          (i) => -factor(0)(i),
          (i) => 5 + factor(1)(i) / 7,
        ),
      ),
    ).toBeCloseTo(1, 12);
    // Four values of factor 1 in two cells: half of its entropy, log 2 of log 4.
    expect(gap(latents(factor(0), (i) => Math.floor(factor(1)(i) / 2), factor(2)))).toBeCloseTo(2.5 / 3, 12);
    expect(gap(latents(factor(0), factor(1), factor(2), (i) => 1 - factor(2)(i)))).toBeCloseTo(2 / 3, 12);
    // A latent that tells one factor in full and another one in part takes nothing from the first.
    expect(gap(latents((i) => factor(0)(i) + 3 * factor(1)(i), factor(2), factor(2)))).toBeCloseTo(2 / 3, 12);
    expect(
      gap(
        latents(
          () => 4,
          () => 1,
        ),
      ),
    ).toBe(0);
  },
  {
    'information, not its gap': { replace: '(first - second) / entropy', by: 'first / entropy' },
    'no normalisation by the entropy': { replace: '(first - second) / entropy', by: 'first - second' },
    'the sum over factors': { replace: '/ gaps.length;', by: ';' },
    'two cells': { replace: 'const bins = 20;', by: 'const bins = 2;' },
    'factors read by the latents’ stride': { replace: 'at * stride + factor', by: 'at * dimension + factor' },
  },
);

test('latents that know nothing have a gap near 0, and one factor a gap of its own', () => {
  const noise = uniform(1, 'noise', 0, 2 * 20_000);
  const values = Int32Array.from(uniform(1, 'factor', 0, 20_000), (u) => Math.floor(6 * u));
  expect(mutualInformationGap(discretised(noise, 2), 2, values, [6])).toBeLessThan(0.002);
  const known = Float64Array.from(values);
  expect(mutualInformationGap(discretised(known, 1), 1, values, [6])).toBeCloseTo(1, 12);
});

test('rows count as often as they are named, and factors that never vary are left out', () => {
  const cells = Int32Array.of(0, 1, 2, 3);
  expect(mutualInformationGap(cells, 1, Int32Array.of(0, 0, 1, 0, 0, 0, 1, 0), [2, 3])).toBeCloseTo(1, 12);
  expect(() => mutualInformationGap(cells, 1, Int32Array.of(0, 1, 0, 1), [2], [0, 2])).toThrow('No factor varies');
});
