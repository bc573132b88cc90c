import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { assignPath } from './assign.ts';
import { smallCatalogue } from './catalogue.fixture.ts';
import { defaultSpec } from './defaults.ts';
import { identityOf } from './identity.ts';
import { requireRunSpec } from './parse.ts';

const spec = defaultSpec(smallCatalogue, 'image-vae', 'digits');

it('is the SHA-256 of the canonical JSON', async () => {
  const json =
    '{"arithmetic":"reproducible","batch":128,"data":{"kind":"digits"},"dynamics":{"criticMoves":1,"kind":"alternating"},' +
    '"ema":0,"evaluation":{"every":1000,"samples":10000},"method":"image-vae",' +
    '"networks":{"encoder":{"kind":"dcgan-discriminator","width":64}},' +
    '"optimisers":{"autoencoder":{"kind":"sgd","learningRate":0.001}},"options":{"beta":1},"seed":1,"steps":5000,"version":1}';
  expect(await identityOf(spec)).toBe(createHash('sha256').update(json).digest('hex'));
});

it('does not depend on the order of settings, and changes with any of them', async () => {
  const reversed = Object.fromEntries(Object.entries(spec).reverse()) as unknown as typeof spec;
  expect(await identityOf(reversed)).toBe(await identityOf(spec));
  expect(await identityOf({ ...spec, seed: 2 })).not.toBe(await identityOf(spec));
});

it('is that of before dear metrics had a schedule, unless they have one', async () => {
  const input = (evaluation: object) =>
    requireRunSpec({ ...spec, evaluation: { ...spec.evaluation, ...evaluation } }, smallCatalogue);
  expect(await identityOf(input({ dearEvery: 0 }))).toBe(await identityOf(spec));
  expect(input({ dearEvery: 500 }).evaluation).toEqual({ ...spec.evaluation, dearEvery: 500 });
  expect(await identityOf(input({ dearEvery: 500 }))).not.toBe(await identityOf(spec));
  expect(() => input({ dearEvery: -1 })).toThrow('evaluation.dearEvery');
  expect(assignPath(spec, 'evaluation.dearEvery', '500')).toEqual(input({ dearEvery: 500 }));
});
