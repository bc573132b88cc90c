import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  diracTrajectory,
  diracVector,
  fieldEigenvalues,
  finalDistance,
  objectionToDirac,
  stepEigenvalues,
} from './dirac.ts';
import type { DiracGame, DiracRegulariser, DiracUpdate } from './dirac.ts';
import { modulus } from './eigenvalues.ts';
import { logitLosses } from './logit-losses.ts';
import type { LogitLossId } from './logit-losses.ts';

const start = { theta: 1, psi: 1 };
const simultaneous: DiracUpdate = { kind: 'simultaneous' };
const alternating = (criticSteps: number): DiracUpdate => ({ kind: 'alternating', generatorSteps: 1, criticSteps });
const none: DiracRegulariser = { kind: 'none' };

const game = (
  objective: LogitLossId,
  regulariser: DiracRegulariser = none,
  update: DiracUpdate = simultaneous,
  stepSize = 0.2,
): DiracGame => ({ objective, regulariser, update, stepSize });

/** What the authors' code gives, 500 steps of 0.2 from (1, 1): simultaneous, alternating 1:1 and 1:5. */
const table: readonly [string, LogitLossId, DiracRegulariser, readonly number[]][] = [
  ['GAN', 'minimax', none, [3.09695, 1.42102, 1.84527]],
  ['NS-GAN', 'non-saturating', none, [0.640207, 0.283923, 0.138877]],
  ['WGAN clip 1', 'wasserstein', { kind: 'weight-clip', limit: 1 }, [1.00215, 1.02412, 0.916885]],
  ['WGAN-GP', 'wasserstein', { kind: 'gradient-norm-target', weight: 0.7, target: 1 }, [1.80179, 1.22107, 0.716301]],
  ['gradient penalty .3', 'minimax', { kind: 'gradient-penalty', weight: 0.3 }, [2.64266e-6, 2.30091e-7, 9.24981e-34]],
  ['gradient penalty 1', 'minimax', { kind: 'gradient-penalty', weight: 1 }, [9.52872e-22, 7.48124e-17, 5.1435e-12]],
  ['consensus 1', 'minimax', { kind: 'consensus', weight: 1, published: true }, [2.08084e-10, 1.33231e-11, 4.5561e-33]],
  ['bilinear', 'wasserstein', none, [Math.SQRT2 * 1.04 ** 250, 1.39786, 1.05963]],
];

describe.each(table)('the Dirac-GAN with %s', (_, objective, regulariser, expected) => {
  it.each([
    ['simultaneous', simultaneous, expected[0]!],
    ['alternating 1:1', alternating(1), expected[1]!],
    ['alternating 1:5', alternating(5), expected[2]!],
  ])('ends where the authors’ code does when updates are %s', (_, update, distance) => {
    expect(finalDistance(game(objective, regulariser, update), start, 500) / distance).toBeCloseTo(1, 4);
  });
});

describe('eigenvalues at the equilibrium', () => {
  it.each(['minimax', 'non-saturating', 'f-gan', 'f-js'] as const)(
    'are +-i/2 without a regulariser: %s',
    (objective) => {
      const [first, second] = fieldEigenvalues(game(objective));
      expect(first!.re).toBeCloseTo(0, 8);
      expect(first!.im).toBeCloseTo(0.5, 8);
      expect(second!.im).toBeCloseTo(-0.5, 8);
    },
  );

  it.each([0.3, 1, 1.7])('are -g/2 +- sqrt(g^2/4 - 1/4) with a gradient penalty of %s', (weight) => {
    const found = fieldEigenvalues(game('minimax', { kind: 'gradient-penalty', weight }));
    const square = weight ** 2 / 4 - 1 / 4;
    for (const [i, sign] of [1, -1].entries()) {
      expect(found[i]!.re).toBeCloseTo(-weight / 2 + (square > 0 ? sign * Math.sqrt(square) : 0), 5);
      expect(found[i]!.im).toBeCloseTo(square < 0 ? sign * Math.sqrt(-square) : 0, 5);
    }
  });

  it('of a simultaneous step have modulus sqrt(1 + h^2 / 4), of alternating ones 1', () => {
    for (const h of [0.01, 0.2, 1]) {
      for (const eigenvalue of stepEigenvalues(game('minimax', none, simultaneous, h))) {
        expect(modulus(eigenvalue)).toBeCloseTo(Math.sqrt(1 + (h * h) / 4), 8);
      }
      for (const eigenvalue of stepEigenvalues(game('minimax', none, alternating(1), h))) {
        expect(modulus(eigenvalue)).toBeCloseTo(1, 8);
      }
    }
  });

  it('predict the rate of a game that runs into the equilibrium', () => {
    for (const update of [
      simultaneous,
      alternating(3),
      { kind: 'extragradient' },
      { kind: 'unrolled', unrollSteps: 2 },
    ] as const) {
      const played = game('minimax', { kind: 'gradient-penalty', weight: 0.4 }, update);
      const rate = (finalDistance(played, start, 400) / finalDistance(played, start, 200)) ** (1 / 200);
      expect(rate).toBeCloseTo(Math.max(...stepEigenvalues(played).map(modulus)), 2);
    }
  });
});

describe('the bilinear game', () => {
  it('turns on a spiral whose radius grows by sqrt(1 + h^2) a simultaneous step', () => {
    const points = diracTrajectory(game('wasserstein', none, simultaneous, 0.3), { theta: 0.6, psi: -0.8 }, 20);
    for (let i = 0; i <= 20; i++) {
      expect(Math.hypot(points[2 * i]!, points[2 * i + 1]!)).toBeCloseTo((1 + 0.09) ** (i / 2), 10);
    }
  });

  it.each([
    ['extragradient', { kind: 'extragradient' }],
    ['optimistic', { kind: 'optimistic' }],
    ['unrolled', { kind: 'unrolled', unrollSteps: 1 }],
    ['gradient-norm', { kind: 'gradient-norm', eta: 0.5 }],
  ] as const)('runs into its equilibrium with %s moves, as their eigenvalues say', (_, update) => {
    const played = game('wasserstein', none, update);
    expect(finalDistance(played, start, 2000)).toBeLessThan(1e-6);
    const rate = (finalDistance(played, start, 700) / finalDistance(played, start, 200)) ** (1 / 500);
    expect(Math.abs(rate - Math.max(...stepEigenvalues(played).map(modulus)))).toBeLessThan(1e-3);
    expect(rate).toBeLessThan(1);
  });
});

describe('the field', () => {
  it('is zero at the equilibrium and odd around it, for every objective', () => {
    const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
    const objectives = Object.keys(logitLosses) as LogitLossId[];
    fc.assert(
      fc.property(fc.constantFrom(...objectives), coordinate, coordinate, (objective, theta, psi) => {
        const v = diracVector(game(objective), { theta, psi });
        const across = diracVector(game(objective), { theta: -theta, psi: -psi });
        expect(v.theta + across.theta).toBe(0);
        expect(v.psi + across.psi).toBe(0);
      }),
    );
    for (const objective of objectives) {
      const { theta, psi } = diracVector(game(objective), { theta: 0, psi: 0 });
      expect(Math.hypot(theta, psi)).toBe(0);
    }
  });

  it('descends each player’s own loss, by finite differences', () => {
    const { generator, fake } = logitLosses['least-squares'];
    const { theta, psi } = { theta: 0.7, psi: -1.3 };
    const e = 1e-6;
    const v = diracVector(game('least-squares'), { theta, psi });
    const slope = (f: (x: number) => number, x: number) => (f(x + e) - f(x - e)) / (2 * e);
    expect(v.theta).toBeCloseTo(-slope((t) => generator(-psi * t).value, theta), 6);
    expect(v.psi).toBeCloseTo(-slope((p) => fake(-p * theta).value, psi), 6);
  });

  it('of consensus adds the gradient of |v|^2 / 2 to both players', () => {
    const at = { theta: 0.7, psi: -1.3 };
    const plain = (theta: number, psi: number) => {
      const v = diracVector(game('non-saturating'), { theta, psi });
      return (v.theta ** 2 + v.psi ** 2) / 2;
    };
    const e = 1e-5;
    const v = diracVector(game('non-saturating', { kind: 'consensus', weight: 2 }), at);
    const without = diracVector(game('non-saturating'), at);
    const byTheta = (plain(at.theta + e, at.psi) - plain(at.theta - e, at.psi)) / (2 * e);
    const byPsi = (plain(at.theta, at.psi + e) - plain(at.theta, at.psi - e)) / (2 * e);
    expect(v.theta - without.theta).toBeCloseTo(-2 * byTheta, 8);
    expect(v.psi - without.psi).toBeCloseTo(-2 * byPsi, 8);
  });

  it('of instance noise is the mean of what is drawn', () => {
    const at = { theta: 0.5, psi: 0.8 };
    const expected = diracVector(game('minimax', { kind: 'instance-noise', std: 0.7 }), at);
    const drawn = diracVector(game('minimax', { kind: 'instance-noise', std: 0.7, draws: 200_000 }), at);
    expect(drawn.theta).toBeCloseTo(expected.theta, 2);
    expect(drawn.psi).toBeCloseTo(expected.psi, 2);
    const still = diracVector(game('minimax', { kind: 'instance-noise', std: 0 }), at);
    const plain = diracVector(game('minimax'), at);
    expect(still.theta).toBeCloseTo(plain.theta, 12);
    expect(still.psi).toBeCloseTo(plain.psi, 12);
  });
});

it('instance noise runs into the equilibrium, where what is drawn stays near it', () => {
  const expected = game('minimax', { kind: 'instance-noise', std: 0.7 });
  expect(finalDistance(expected, start, 500)).toBeLessThan(1e-3);
  const drawn = game('minimax', { kind: 'instance-noise', std: 0.7, draws: 1000 });
  expect(finalDistance(drawn, start, 200)).toBeLessThan(0.2);
});

it('a game that diverges ends in infinities, not in an error', () => {
  expect(finalDistance(game('wasserstein', none, simultaneous, 1e9), start, 500)).not.toBeLessThan(Infinity);
});

it('combinations without sense are refused with the reason', () => {
  expect(objectionToDirac(game('minimax'))).toBeUndefined();
  const consensus: DiracRegulariser = { kind: 'consensus', weight: 1 };
  expect(objectionToDirac(game('minimax', consensus, { kind: 'unrolled', unrollSteps: 2 }))).toContain('consensus');
});
