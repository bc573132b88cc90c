import { expect, it } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import { loadDataset } from '../../core/data/load.ts';
import { defaultSpec } from '../../core/spec/defaults.ts';
import { offeredMetrics } from './offered-metrics.ts';

it('offers what the method can answer and the data allow, as plain data', async () => {
  const ring = await loadDataset({ kind: 'ring' }, () => Promise.reject(new Error('procedural')));
  const ids = (method: string) => {
    const cards = offeredMetrics(defaultSpec(catalogue, method, 'ring'), ring);
    expect(structuredClone(cards)).toEqual(cards);
    return cards.map(({ id }) => id);
  };
  const gan = ids('gan');
  expect(gan).toEqual(expect.arrayContaining(['mode-coverage', 'density']));
  // The ring's examples are no images, and a GAN has no encoder.
  expect(gan).not.toContain('classifier-score');
  expect(gan).not.toEqual(expect.arrayContaining(['elbo']));
  expect(ids('vae')).toEqual(expect.arrayContaining(['mode-coverage', 'elbo', 'reconstruction']));
});
