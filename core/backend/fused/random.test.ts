import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal, uniform } from '../../random/stream.ts';
import { Fused } from './names.ts';
import { randomNumbers } from './random.ts';
import { composed, expectSameBits, on, startWasmBeforeAll } from './testing.ts';

startWasmBeforeAll();

const streams = { normal, uniform };

describe.each(['cpu', 'wasm'] as const)('random numbers on %s', (backend) => {
  const made = (kind: 'normal' | 'uniform', seed: number, name: string, draw: number, size: number) =>
    on(backend, () => [randomNumbers({ kind, seed, name }, () => draw, 7, [size])]);

  it.each(['normal', 'uniform'] as const)('are those of the %s stream, bit for bit', async (kind) => {
    const size = fc.oneof(fc.constantFrom(0, 1, 2, 3, 4, 5, 8191, 8193), fc.integer({ min: 0, max: 200 }));
    const draw = fc.oneof(fc.nat(), fc.integer({ min: 2 ** 32 - 3, max: 2 ** 32 + 3 }), fc.maxSafeNat());
    const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    await fc.assert(
      fc.asyncProperty(seed, fc.string(), draw, size, async (s, name, at, count) => {
        expectSameBits(await made(kind, s, name, at, count), [streams[kind](s, name, at, count)]);
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('are asked for by the step', async () => {
    const at = (step: number) =>
      on(backend, () => [randomNumbers({ kind: 'normal', seed: 1, name: 'x' }, (s) => 3 * s + 2, step, [2, 3])]);
    expectSameBits(await at(5), [normal(1, 'x', 17, 6)]);
    expect((await at(5))[0]).not.toEqual((await at(6))[0]);
  });
});

it('a million normal numbers on wasm are those of the stream, through every branch of its functions', async () => {
  const stream = { kind: 'normal', seed: 11, name: 'many' } as const;
  const made = await on('wasm', () => [randomNumbers(stream, () => 3, 0, [1_000_001])]);
  expectSameBits(made, [normal(11, 'many', 3, 1_000_001)]);
});

it('a backend without the kernel is given the numbers of the stream', async () => {
  const stream = { kind: 'uniform', seed: 11, name: 'many' } as const;
  const made = await composed(Fused.philox, () => [randomNumbers(stream, (step) => 2 * step, 4, [5, 3])]);
  expectSameBits(made, [uniform(11, 'many', 8, 15)]);
});
