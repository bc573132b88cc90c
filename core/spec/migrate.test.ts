import { describe, expect, it } from 'vitest';
import { migrate, type Migrations } from './migrate.ts';

const steps: Migrations = {
  1: ({ learning_rate: learningRate = 0, ...rest }) => ({ ...rest, learningRate }),
  2: (spec) => ({ ...spec, batch: 64 }),
};

describe('migrate', () => {
  it('takes each step from the spec’s version to the current one', () => {
    expect(migrate({ version: 1, learning_rate: 0.1 }, steps, 3)).toEqual({
      ok: true,
      value: { version: 3, learningRate: 0.1, batch: 64 },
    });
    expect(migrate({ version: 2, learningRate: 0.1 }, steps, 3)).toMatchObject({
      value: { version: 3, learningRate: 0.1, batch: 64 },
    });
  });

  it('leaves a current spec, and one without a version, as it is', () => {
    expect(migrate({ version: 3, learning_rate: 1 }, steps, 3)).toEqual({
      ok: true,
      value: { version: 3, learning_rate: 1 },
    });
    expect(migrate({ batch: 1 }, steps, 3)).toEqual({ ok: true, value: { batch: 1 } });
  });

  it('does not change its input, even where a step does', () => {
    const input = { version: 1, options: { beta: 1 } };
    const mutating: Migrations = {
      1: (spec) => {
        (spec['options'] as Record<string, number>)['beta'] = 2;
        return spec;
      },
    };
    expect(migrate(input, mutating, 2)).toEqual({ ok: true, value: { version: 2, options: { beta: 2 } } });
    expect(input).toEqual({ version: 1, options: { beta: 1 } });
  });

  it.each([0, -1, 1.5, 'one', null, true, Number.NaN])('refuses the version %s', (version) => {
    expect(migrate({ version })).toMatchObject({ ok: false, issues: [{ path: 'version' }] });
  });

  it('refuses newer versions, and older ones without a step', () => {
    expect(migrate({ version: 4 }, steps, 3)).toMatchObject({
      issues: [{ message: expect.stringContaining('made by a newer Latent Lab') as string }],
    });
    expect(migrate({ version: 1 }, {}, 2)).toMatchObject({
      issues: [{ path: 'version', message: 'version 1 is no longer supported' }],
    });
  });
});
