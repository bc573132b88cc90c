import { describe, expect, it } from 'vitest';
import { adversarialLosses } from '../../objectives/adversarial/registry.ts';
import type { AdversarialLossId } from '../../objectives/adversarial/registry.ts';
import { defaultsOf } from '../../spec/fields.ts';
import { discriminatorObjections } from './objections.ts';
import { discriminatorOptions } from './options.ts';
import type { DiscriminatorOptions } from './options.ts';

interface Setting {
  readonly loss?: AdversarialLossId;
  readonly norm?: string;
  readonly batch?: number;
  readonly options?: Partial<DiscriminatorOptions>;
}

const pathsOf = ({ loss = 'non-saturating', norm = 'none', batch = 12, options }: Setting): string[] =>
  discriminatorObjections(
    {
      options: { ...defaultsOf(discriminatorOptions), ...options },
      networks: { discriminator: { kind: 'mlp', norm } },
      batch,
    },
    adversarialLosses[loss],
  ).map(({ path }) => path);

const fading = { schedule: 'linear', from: 1, to: 0, start: 0, end: 10 } as const;

describe('a discriminator is refused', () => {
  it.each([
    [
      'a gradient penalty of a batch',
      { norm: 'batch', options: { gradientPenalty: 1 } },
      'networks.discriminator.norm',
    ],
    ['R2 of a batch, by a schedule', { norm: 'batch', options: { r2: fading } }, 'networks.discriminator.norm'],
    ['Roth’s penalty of a batch', { norm: 'batch', options: { roth: 1 } }, 'networks.discriminator.norm'],
    [
      'spectral norm under layer norm',
      { norm: 'layer', options: { spectralNorm: true } },
      'networks.discriminator.norm',
    ],
    ['a clip beside a gradient penalty', { options: { weightClip: 0.1, gradientPenalty: 1 } }, 'options.weightClip'],
    ['a clip beside spectral norm', { options: { weightClip: 0.1, spectralNorm: true } }, 'options.weightClip'],
    [
      'smooth labels without probabilities',
      { loss: 'hinge', options: { labelSmoothing: 0.1 } },
      'options.labelSmoothing',
    ],
    ['Roth’s penalty without probabilities', { loss: 'least-squares', options: { roth: 1 } }, 'options.roth'],
    ['a Wasserstein critic without a bound', { loss: 'wasserstein' }, 'options.loss'],
    ['groups that leave a rest', { batch: 10, options: { pack: 4 } }, 'batch'],
    ['batch norm of a single group', { norm: 'batch', batch: 4, options: { pack: 4 } }, 'batch'],
  ] as [string, Setting, string][])('%s', (_, setting, path) => {
    expect(pathsOf(setting)).toEqual([path]);
  });
});

describe('a discriminator is allowed', () => {
  it.each([
    ['its defaults, under batch norm', { norm: 'batch' }],
    ['a Wasserstein critic under spectral norm', { loss: 'wasserstein', options: { spectralNorm: true } }],
    ['a clipped Wasserstein critic', { loss: 'wasserstein', options: { weightClip: 0.01 } }],
    ['a Wasserstein critic with R1', { loss: 'wasserstein', options: { r1: 1 } }],
    ['a gradient penalty beside spectral norm', { options: { gradientPenalty: 1, spectralNorm: true } }],
    [
      'several penalties under layer norm',
      { norm: 'layer', options: { r1: 1, r2: fading, roth: 1, gradientPenalty: 1 } },
    ],
    [
      'packs of noisy examples with smooth labels',
      { options: { pack: 3, instanceNoise: fading, labelSmoothing: 0.1 } },
    ],
  ] as [string, Setting][])('%s', (_, setting) => {
    expect(pathsOf(setting)).toEqual([]);
  });
});
