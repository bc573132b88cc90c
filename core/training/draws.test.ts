import { beforeAll, expect, it } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import { wasmPathInNode } from '../backend/testing/wasm-path.ts';
import type { Dataset } from '../data/dataset.ts';
import { normal } from '../random/stream.ts';
import { Draws } from './draws.ts';

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

const batch = 2;
/** A set whose batch says which it is. */
const numbered: Dataset = {
  id: 'numbered',
  shape: [1],
  classes: 3,
  count: () => 100,
  batch: (seed, index, count) => ({
    x: new Float32Array(count).fill(1000 * seed + index),
    labels: new Int32Array(count).fill(index % 3),
  }),
  examples: (_, start, count) => ({ x: new Float32Array(count).fill(start), labels: new Int32Array(count) }),
};

it('the draws of a run are all others: draw d of step s is that of number s times the draws of a step, plus d', () => {
  const perStep = 3;
  for (const step of [0, 1, 7]) {
    const game = { noise: { latent: { kind: 'normal', shape: [5] } } } as const;
    const draws = new Draws(game, numbered, { seed: 4, batch }, { step, perStep });
    for (const draw of [2, 0, 1]) {
      const number = step * perStep + draw;
      const { real, labels, noise } = draws.at(draw);
      expect([...real.dataSync()]).toEqual([4000 + number, 4000 + number]);
      expect([...labels!.dataSync()]).toEqual([number % 3, number % 3]);
      expect(noise['latent']!.dataSync()).toEqual(normal(4, 'noise/latent', number, batch * 5));
      // Asked again, it is the same draw.
      expect(draws.at(draw).real).toBe(real);
    }
    draws.dispose();
  }
});
