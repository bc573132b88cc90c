import { describe, expect, it } from 'vitest';
import { assignPath } from './assign.ts';
import { smallCatalogue as catalogue } from './catalogue.fixture.ts';
import { defaultSpec } from './defaults.ts';
import { augmentationCautions, augmentationMisfitOf, augmentFor } from './fitting.ts';
import { identityOf } from './identity.ts';
import { parseRunSpec, requireRunSpec } from './parse.ts';

const images = defaultSpec(catalogue, 'gan', 'digits');
const points = defaultSpec(catalogue, 'gan', 'ring');
const [flip, noise] = catalogue.augmentations as [
  (typeof catalogue.augmentations)[0],
  (typeof catalogue.augmentations)[0],
];
const [ring, digits] = catalogue.datasets as [(typeof catalogue.datasets)[0], (typeof catalogue.datasets)[0]];

const issuesWith = (augment: unknown, spec = images): readonly string[] => {
  const result = parseRunSpec({ ...spec, augment }, catalogue);
  return result.ok ? [] : result.issues.map(({ path, message }) => `${path}: ${message}`);
};

describe('augment in a spec', () => {
  it('is absent unless something is turned on, so that identities stay', async () => {
    expect(images).not.toHaveProperty('augment');
    const empty = requireRunSpec({ ...images, augment: {} }, catalogue);
    expect(empty).not.toHaveProperty('augment');
    expect(await identityOf(empty)).toBe(await identityOf(images));
  });

  it('gives missing settings their defaults and belongs to the identity, whatever its order', async () => {
    const one = requireRunSpec({ ...images, augment: { noise: {}, flip: { probability: 0.25 } } }, catalogue);
    const other = requireRunSpec(
      { ...images, augment: { flip: { probability: 0.25 }, noise: { sigma: 0.1 } } },
      catalogue,
    );
    expect(one.augment).toEqual({ flip: { probability: 0.25 }, noise: { sigma: 0.1 } });
    expect(await identityOf(one)).toBe(await identityOf(other));
    expect(await identityOf(one)).not.toBe(await identityOf(images));
  });

  it.each([
    [{ flip: { probability: 2 } }, images, 'augment.flip.probability: must be a number from 0 to 1, not 2'],
    [{ flip: { chance: 1 } }, images, 'augment.flip.chance: there is no such setting here; there is probability'],
    [{ flip: true }, points, 'augment.flip: does not fit Ring: Flip is not for points'],
    [{ flip: 'on' }, images, "augment.flip: must be an object with probability, not 'on'"],
    [{ blur: {} }, images, 'augment.blur: there is no such setting here; there is flip, noise'],
    [{ flip: {} }, points, 'augment.flip: does not fit Ring: Flip is not for points'],
    ['flip', images, "augment: must be an object with flip, noise, not 'flip'"],
  ])('refuses %j with the reason', (augment, spec, issue) => {
    expect(issuesWith(augment, spec)).toEqual([issue]);
  });

  it('is assigned by path, on and off', () => {
    const on = assignPath(assignPath(images, 'augment.flip.probability', '0.25'), 'augment.noise', 'true');
    const spec = requireRunSpec(on, catalogue);
    expect(spec.augment).toEqual({ flip: { probability: 0.25 }, noise: { sigma: 0.1 } });
    const less = requireRunSpec(assignPath(spec, 'augment.noise', 'false'), catalogue);
    expect(less.augment).toEqual({ flip: { probability: 0.25 } });
    expect(requireRunSpec(assignPath(less, 'augment.flip', 'false'), catalogue)).toEqual(images);
    expect(requireRunSpec(assignPath(spec, 'augment', '{}'), catalogue)).toEqual(images);
    expect(requireRunSpec(assignPath(points, 'augment.flip', 'false'), catalogue)).toEqual(points);
    expect(() => assignPath(spec, 'augment.flip.chance', '1')).toThrow('augment.flip has probability');
    expect(() => assignPath(images, 'augments.flip', '{}')).toThrow('there is no such setting');
  });
});

describe('augmentationMisfitOf', () => {
  it('knows points from images, and sets of two domains', () => {
    expect(augmentationMisfitOf(flip, digits)).toBeUndefined();
    expect(augmentationMisfitOf(flip, ring)).toBe('is not for points');
    expect(augmentationMisfitOf(noise, ring)).toBeUndefined();
    const two = { ...digits, pair: digits.shape };
    expect(augmentationMisfitOf(flip, two)).toBeUndefined();
    expect(augmentationMisfitOf(noise, two)).toMatch('two domains');
  });
});

describe('augmentFor', () => {
  it('keeps what fits another dataset', () => {
    const augment = { flip: { probability: 1 }, noise: { sigma: 0.2 } };
    expect(augmentFor(catalogue, augment, digits)).toEqual(augment);
    expect(augmentFor(catalogue, augment, ring)).toEqual({ noise: { sigma: 0.2 } });
    expect(augmentFor(catalogue, { flip: { probability: 1 } }, ring)).toBeUndefined();
    expect(augmentFor(catalogue, undefined, digits)).toBeUndefined();
  });
});

describe('augmentationCautions', () => {
  it('warns of mirroring what means something else then', () => {
    const augment = { flip: { probability: 0.1 }, noise: { sigma: 0.2 } };
    expect(augmentationCautions(catalogue, augment, digits)).toEqual([
      { path: 'augment.flip', message: 'A mirrored digit is no digit.' },
    ]);
    expect(augmentationCautions(catalogue, { flip: { probability: 0 } }, digits)).toEqual([]);
    expect(augmentationCautions(catalogue, augment, ring)).toEqual([]);
    expect(augmentationCautions(catalogue, undefined, digits)).toEqual([]);
  });
});
