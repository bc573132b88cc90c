import { expect, test } from 'vitest';
import { normal } from '../../core/random/stream.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as definition from './mode-coverage.ts';
import { coverageOf, modeCoverage, nearestModes } from './mode-coverage.ts';

const std = 0.01;
/** Eight modes on the unit circle, two pi over eight apart. */
const ring = {
  centres: Float64Array.from({ length: 16 }, (_, i) =>
    i % 2 === 0 ? Math.cos((Math.PI * i) / 8) : Math.sin((Math.PI * (i - 1)) / 8),
  ),
  std,
};
const at = (mode: number, sigmas = 0) => [ring.centres[2 * mode]! + sigmas * std, ring.centres[2 * mode + 1]!];

test('the centres themselves cover 8 of 8 modes with reverse KL 0', () => {
  const coverage = modeCoverage(Float32Array.from(ring.centres), ring);
  expect(coverage).toMatchObject({ covered: 8, highQuality: 1, reverseKl: 0 });
  expect([...coverage.histogram]).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
});

test('an ideal sampler of 2,500 covers every mode, with 98.9% in 3 sigma and reverse KL near 7 / 5000', () => {
  const noise = normal(1, 'ring', 0, 5000);
  const points = Float32Array.from(noise, (e, i) => ring.centres[2 * (Math.floor(i / 2) % 8) + (i % 2)]! + std * e);
  const { covered, highQuality, reverseKl } = modeCoverage(points, ring);
  expect(covered).toBe(8);
  // In the plane a share 1 - exp(-9/2) lies within 3 sigma; 3 standard errors of 2,500 draws.
  const share = 1 - Math.exp(-4.5);
  expect(Math.abs(highQuality - share)).toBeLessThan(3 * Math.sqrt((share * (1 - share)) / 2500));
  expect(reverseKl).toBeLessThan(7 / 5000);
});

test('3 sigma of the Euclidean distance is the limit of high quality', () => {
  const points = Float32Array.from([...at(0, 2.99), ...at(2, 3.01), ...at(4), ...at(4)]);
  const coverage = modeCoverage(points, ring);
  expect(coverage.covered).toBe(2);
  expect(coverage.highQuality).toBe(0.75);
});

test('one mode of eight is log 8, and equal shares of two are log 4', () => {
  expect(coverageOf(Int32Array.of(3, 3, 3), 8).reverseKl).toBeCloseTo(Math.log(8), 14);
  expect(coverageOf(Int32Array.of(3, 5, 3, 5), 8).reverseKl).toBeCloseTo(Math.log(4), 14);
});

test('stray samples do not enter the histogram', () => {
  const strays = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((mode) => at(mode, 20));
  const { covered, reverseKl } = modeCoverage(Float32Array.from([...at(0), ...strays]), ring);
  expect(covered).toBe(1);
  expect(reverseKl).toBeCloseTo(Math.log(8), 14);
  // The planted bug: a histogram of the nearest mode of every sample looks almost uniform.
  const everySample = coverageOf(Int32Array.of(0, 0, 1, 2, 3, 4, 5, 6, 7), 8);
  expect(everySample.reverseKl).toBeLessThan(0.1);
});

test('without a high-quality sample nothing is covered and the reverse KL is at its limit', () => {
  expect(modeCoverage(Float32Array.of(0, 0), ring)).toMatchObject({
    covered: 0,
    highQuality: 0,
    reverseKl: Math.log(8),
  });
  expect([...nearestModes(Float32Array.of(0, 0, NaN, 1), ring)]).toEqual([-1, -1]);
});

test('an empty set is refused', () => {
  expect(() => modeCoverage(new Float32Array(0), ring)).toThrow(RangeError);
});

knownAnswer(
  'coverage of an ideal sampler, and of points at three standard deviations',
  new URL('./mode-coverage.ts', import.meta.url),
  (module: typeof definition) => {
    const noise = normal(1, 'ring', 0, 5000);
    const points = Float32Array.from(noise, (e, i) => ring.centres[2 * (Math.floor(i / 2) % 8) + (i % 2)]! + std * e);
    const ideal = module.modeCoverage(points, ring);
    const share = 1 - Math.exp(-4.5);
    expect(ideal.covered).toBe(8);
    expect(Math.abs(ideal.highQuality - share)).toBeLessThan(3 * Math.sqrt((share * (1 - share)) / 2500));
    expect(ideal.reverseKl).toBeLessThan(7 / 5000);
    const edge = module.modeCoverage(Float32Array.from([...at(0, 2.99), ...at(2, 3.01), ...at(4), ...at(4)]), ring);
    expect([edge.covered, edge.highQuality]).toEqual([2, 0.75]);
    expect(edge.reverseKl).toBeCloseTo(Math.log(8) - (Math.log(3) - (2 / 3) * Math.log(2)), 12);
  },
  {
    'within three variances': { replace: '(highQualityRadius * std) ** 2', by: '(highQualityRadius * std * std) ** 2' },
    'each coordinate within three deviations': {
      replace: 'const distance = dx * dx + dy * dy',
      by: 'const distance = Math.max(dx * dx, dy * dy)',
    },
    'every sample counts for its nearest mode': { replace: 'best < limit ? mode : -1', by: 'mode' },
    'shares of all samples, stray ones too': {
      replace: 'const total = histogram.reduce((sum, n) => sum + n, 0);',
      by: 'const total = assignments.length;',
    },
    'the entropy itself': { replace: 'Math.max(Math.log(count) - entropy, 0)', by: 'entropy' },
  },
);
