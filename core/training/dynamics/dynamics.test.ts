import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../backend/backend.ts';
import { wasmPathInNode } from '../../backend/testing/wasm-path.ts';
import * as tf from '../../backend/tf.ts';
import type { Scalar } from '../../backend/tf.ts';
import type { Chosen } from '../../spec/fields.ts';
import { eigenvalues2, modulus } from '../../theory/eigenvalues.ts';
import { pathOf, playNumbers } from './two-numbers.fixture.ts';
import type { NumberGame } from './two-numbers.fixture.ts';

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

type Point = readonly [theta: number, psi: number];

const rate = 0.2;
const sgd: Chosen = { kind: 'sgd', learningRate: rate, momentum: 0, nesterov: false };
const adam = { kind: 'adam', learningRate: rate, beta1: 0.5, beta2: 0.9, epsilon: 0.1 };

/** min over theta, max over psi of theta psi: what a Wasserstein Dirac-GAN is. */
const bilinear = (start: Point = [1, 0.5]): NumberGame => ({
  generator: (theta, psi) => tf.mul(theta, psi),
  critic: (theta, psi) => tf.neg(tf.mul(theta, psi)),
  start,
});
const distance = ([theta, psi]: Point): number => Math.hypot(theta, psi);

/** Adam in double precision: a function from a gradient to the change of the number. */
function adamMoves(): (gradient: number) => number {
  let [mean, square, count] = [0, 0, 0];
  return (gradient) => {
    count++;
    mean = adam.beta1 * mean + (1 - adam.beta1) * gradient;
    square = adam.beta2 * square + (1 - adam.beta2) * gradient ** 2;
    const corrected = mean / (1 - adam.beta1 ** count);
    return (-rate * corrected) / (Math.sqrt(square / (1 - adam.beta2 ** count)) + adam.epsilon);
  };
}

describe('one step on theta psi', () => {
  const [theta, psi] = [1, 0.5];
  /** The critic's own move first, where players alternate. */
  const moved = psi + rate * theta;
  it.each<[string, Readonly<Record<string, number>>, Point]>([
    ['simultaneous', {}, [theta - rate * psi, moved]],
    ['alternating', { criticSteps: 1, generatorSteps: 1 }, [theta - rate * moved, moved]],
    // Against the critic after its first move, the generator sees the same slope twice.
    ['alternating', { criticSteps: 2, generatorSteps: 2 }, [theta - 2 * rate * (psi + 2 * rate), psi + 2 * rate]],
    ['consensus', { gamma: 3 }, [theta - rate * (psi + 3 * theta), psi - rate * (-theta + 3 * psi)]],
    ['extragradient', {}, [theta - rate * moved, psi + rate * (theta - rate * psi)]],
    ['gradient-norm', { eta: 0.7, criticSteps: 1 }, [theta - rate * (moved + 1.4 * theta), moved]],
    // psi after K more moves is psi + K rate theta, whose product with theta is differentiated.
    ['unrolled', { unrollSteps: 1, criticSteps: 1 }, [theta - rate * (moved + 2 * rate * theta), moved]],
    ['unrolled', { unrollSteps: 4, criticSteps: 1 }, [theta - rate * (moved + 8 * rate * theta), moved]],
  ])('%s %j is the closed form', async (kind, fields, expected) => {
    const path = await pathOf(playNumbers(bilinear(), { kind, ...fields }, sgd), 1);
    expect(path[1]![0]).toBeCloseTo(expected[0], 6);
    expect(path[1]![1]).toBeCloseTo(expected[1], 6);
  });
});

describe('theta psi over many steps', () => {
  const endOf = async (
    kind: string,
    fields: Readonly<Record<string, number>>,
    optimiser: Chosen = sgd,
    steps = 200,
  ) => {
    const path = await pathOf(playNumbers(bilinear(), { kind, ...fields }, optimiser), steps, steps);
    return distance(path[1]!) / distance(path[0]!);
  };

  it('drives simultaneous players outwards by the root of 1 + h^2 a step', async () => {
    expect((await endOf('simultaneous', {})) / (1 + rate ** 2) ** 100).toBeCloseTo(1, 3);
  });

  it('keeps alternating players on an orbit', async () => {
    const ratio = await endOf('alternating', { criticSteps: 1, generatorSteps: 1 });
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.4);
  });

  it('lets extragradient converge by the root of 1 - h^2 + h^4 a step', async () => {
    expect((await endOf('extragradient', {})) / (1 - rate ** 2 + rate ** 4) ** 100).toBeCloseTo(1, 3);
  });

  it('lets optimistic gradient descent converge', async () => {
    const optimistic = { kind: 'optimistic', learningRate: rate };
    expect(await endOf('simultaneous', {}, optimistic)).toBeLessThan(0.02);
  });

  it('lets optimistic Adam converge where Adam is driven outwards', async () => {
    const slow = { beta1: 0, beta2: 0.999, epsilon: 1e-8, learningRate: 0.05 };
    const plain = await endOf('simultaneous', {}, { kind: 'adam', ...slow }, 2000);
    const optimistic = await endOf('simultaneous', {}, { kind: 'optimistic-adam', ...slow }, 2000);
    expect(plain).toBeGreaterThan(2);
    expect(optimistic).toBeLessThan(1e-4);
  });

  it('has the eigenvalues 1 - h gamma +- i h under consensus', async () => {
    const columns = await Promise.all(
      (
        [
          [1, 0],
          [0, 1],
        ] as Point[]
      ).map(async (start) => (await pathOf(playNumbers(bilinear(start), { kind: 'consensus', gamma: 2 }, sgd), 1))[1]!),
    );
    const matrix = [0, 1].map((row) => columns.map((column) => column[row]!));
    const [first, second] = eigenvalues2(matrix);
    expect([first.re, Math.abs(first.im)]).toEqual([expect.closeTo(1 - rate * 2, 5), expect.closeTo(rate, 5)]);
    expect(modulus(second)).toBeLessThan(1);
  });
});

describe('a Dirac-GAN', () => {
  /** D(x) = psi x, data at 0, the minimax loss. */
  const dirac: NumberGame = {
    generator: (theta, psi) => tf.neg(tf.softplus<Scalar>(tf.mul(theta, psi))),
    critic: (theta, psi) => tf.softplus<Scalar>(tf.mul(theta, psi)),
    start: [1, 1],
  };
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  /** Gradients of both players' losses, the generator's first. */
  const field = ([theta, psi]: Point): Point => {
    const slope = sigmoid(theta * psi);
    return [-slope * psi, slope * theta];
  };
  /** The slope of `f` at `x`, to about ten digits. */
  const slopeOf = (f: (x: number) => number, x: number): number => (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;
  const square = (at: Point): number => field(at).reduce((sum, x) => sum + x * x, 0);

  it('moves under consensus by the gradient of half the squared field', async () => {
    const gamma = 1.5;
    let [theta, psi]: Point = [1, 1];
    for (let step = 0; step < 10; step++) {
      const [down, up] = field([theta, psi]);
      const pull = slopeOf((x) => square([x, psi]) / 2, theta);
      const push = slopeOf((x) => square([theta, x]) / 2, psi);
      [theta, psi] = [theta - rate * (down + gamma * pull), psi - rate * (up + gamma * push)];
    }
    const path = await pathOf(playNumbers(dirac, { kind: 'consensus', gamma }, sgd), 10, 10);
    expect(path[1]![0]).toBeCloseTo(theta, 5);
    expect(path[1]![1]).toBeCloseTo(psi, 5);
  });

  it.each(['sgd', 'adam'])('looks through the moves of %s when unrolled', async (kind) => {
    const makeMoves = kind === 'sgd' ? () => (gradient: number) => -rate * gradient : adamMoves;
    const ahead = 3;
    /** Gradients of the critic's moves so far: its optimiser's memory is made of them again. */
    const history: number[] = [];
    const generatorMoves = makeMoves();
    let [theta, psi]: Point = [1, 1];
    for (let step = 0; step < 8; step++) {
      const criticMoves = makeMoves();
      for (const gradient of history) criticMoves(gradient);
      history.push(field([theta, psi])[1]);
      psi += criticMoves(history.at(-1)!);
      const loss = (x: number): number => {
        const imagined = makeMoves();
        for (const gradient of history) imagined(gradient);
        let at = psi;
        for (let move = 0; move < ahead; move++) at += imagined(field([x, at])[1]);
        return -Math.log1p(Math.exp(x * at));
      };
      theta += generatorMoves(slopeOf(loss, theta));
    }
    const trainer = playNumbers(
      dirac,
      { kind: 'unrolled', unrollSteps: ahead, criticSteps: 1 },
      kind === 'sgd' ? sgd : adam,
    );
    const path = await pathOf(trainer, 8, 8);
    expect(path[1]![0]).toBeCloseTo(theta, 4);
    expect(path[1]![1]).toBeCloseTo(psi, 4);
  });

  it('keeps Adam’s memory of both moves of an extragradient step', async () => {
    let [theta, psi]: Point = [1, 1];
    const [generator, critic] = [adamMoves(), adamMoves()];
    for (let step = 0; step < 8; step++) {
      const [down, up] = field([theta, psi]);
      const [downThere, upThere] = field([theta + generator(down), psi + critic(up)]);
      [theta, psi] = [theta + generator(downThere), psi + critic(upThere)];
    }
    const path = await pathOf(playNumbers(dirac, { kind: 'extragradient' }, adam), 8, 8);
    expect(path[1]![0]).toBeCloseTo(theta, 4);
    expect(path[1]![1]).toBeCloseTo(psi, 4);
  });
});

it('clips imagined moves too: a critic at its bound no longer answers to the generator', async () => {
  const game: NumberGame = {
    ...bilinear([1, 0.9]),
    project: (parameter) => tf.where(tf.greater(parameter, 1), tf.onesLike(parameter), parameter),
  };
  const path = await pathOf(playNumbers(game, { kind: 'unrolled', unrollSteps: 2, criticSteps: 1 }, sgd), 1);
  expect(path[1]![0]).toBeCloseTo(1 - rate, 6);
  expect(path[1]![1]).toBe(1);
});

describe('the example of Nagarajan and Kolter', () => {
  /** D(x) = w x^2 against uniform samples on [-a, a], data uniform on [-1, 1]; theta is a, psi is w. */
  const value = (a: Scalar, w: Scalar): Scalar => tf.mul(tf.mul(w, tf.sub(1, tf.square(a))), 1 / 3);
  const game: NumberGame = { generator: value, critic: (a, w) => tf.neg(value(a, w)), start: [0.6, 0.4] };
  const apart = ([a, w]: Point): number => Math.hypot(a - 1, w);

  it('reaches w = 0, a = 1 with the gradient norm in the generator’s loss', async () => {
    const path = await pathOf(playNumbers(game, { kind: 'gradient-norm', eta: 0.5, criticSteps: 1 }, sgd), 500, 500);
    expect(apart(path[1]!)).toBeLessThan(1e-4);
  });

  it('stays on an orbit without it', async () => {
    const path = await pathOf(playNumbers(game, { kind: 'gradient-norm', eta: 0, criticSteps: 1 }, sgd), 500, 25);
    const ranges = path.slice(1).map(apart);
    expect(Math.min(...ranges)).toBeGreaterThan(0.2);
    expect(Math.max(...ranges)).toBeLessThan(1.2);
  });
});
