import { describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { FakeService } from '../testing/fake-service.ts';
import { Draft } from './draft.ts';

const spec = catalogue.presets[0]?.spec as RunSpec;
const makeDraft = (): Draft => new Draft(spec, catalogue, new FakeService());

describe('Draft', () => {
  it('knows what was changed, and which parts a fork must be given', () => {
    const draft = makeDraft();
    draft.set('optimisers.generator.learningRate', 1e-5);
    expect([...draft.changes]).toEqual(['optimisers.generator.learningRate']);
    expect(Object.keys(draft.changedParts)).toEqual(['optimisers']);
    draft.set('optimisers.generator.learningRate', spec.optimisers['generator']?.['learningRate'] as number);
    expect(draft.changes.size).toBe(0);
  });

  it('finds values out of range at once', () => {
    const draft = makeDraft();
    draft.set('batch', 0);
    expect(draft.faults.value.get('batch')).toMatch(/from 1 to/);
    draft.set('batch', 16);
    expect(draft.faults.value.size).toBe(0);
  });

  it('keeps the reason why a text is no value until a value comes', () => {
    const draft = makeDraft();
    draft.reject('batch', '“x” is not a number.');
    expect(draft.faults.value.get('batch')).toContain('not a number');
    draft.set('batch', 32);
    expect(draft.faults.value.has('batch')).toBe(false);
  });

  it('shows what the worker objects to beside the setting, and drops it when it is mended', async () => {
    const service = new FakeService();
    vi.spyOn(service, 'objections').mockImplementation((asked) =>
      Promise.resolve({ ok: true, value: asked.batch === 13 ? [{ path: 'batch', message: 'unlucky' }] : [] }),
    );
    const draft = new Draft(spec, catalogue, service);
    draft.set('batch', 13);
    await vi.waitFor(() => expect(draft.faults.value.get('batch')).toBe('unlucky'));
    draft.set('batch', 14);
    await vi.waitFor(() => expect(draft.faults.value.size).toBe(0));
  });

  it('puts every field of a newly chosen optimiser at its default', () => {
    const draft = makeDraft();
    draft.choose('optimisers.generator', 'sgd', catalogue.optimisers['sgd']?.fields ?? {});
    expect(draft.spec.value.optimisers['generator']?.kind).toBe('sgd');
    expect(draft.faults.value.size).toBe(0);
  });

  it('turns augmentations on and off, and tells a fork when none is left', () => {
    const draft = makeDraft();
    draft.set('augment.gaussian-noise', true);
    draft.set('augment.gaussian-noise.sigma', 0.2);
    expect(draft.spec.value.augment).toEqual({ 'gaussian-noise': { sigma: 0.2 } });
    expect([...draft.changes]).toEqual(['augment.gaussian-noise.sigma']);
    draft.set('augment.gaussian-noise.sigma', 2);
    expect(draft.faults.value.get('augment.gaussian-noise.sigma')).toMatch(/from 0 to 1/);
    draft.reject('augment.gaussian-noise.sigma', '“x” is not a number.');
    draft.set('augment.gaussian-noise', false);
    expect(draft.spec.value).toEqual(spec);
    expect(draft.spec.value).not.toHaveProperty('augment');
    expect(draft.faults.value.size).toBe(0);
    const noisy = new Draft({ ...spec, augment: { 'gaussian-noise': { sigma: 0.1 } } }, catalogue, new FakeService());
    noisy.set('augment.gaussian-noise', false);
    expect(noisy.changedParts).toEqual({ augment: {} });
  });

  it('keeps the augmentations that fit when the data or the method change', async () => {
    const draft = makeDraft();
    await draft.setDataset('mnist');
    draft.set('augment.rotation', true);
    draft.set('augment.gaussian-noise', true);
    await draft.setMethod('vae');
    expect(Object.keys(draft.spec.value.augment ?? {})).toEqual(['rotation', 'gaussian-noise']);
    await draft.setDataset('ring');
    expect(Object.keys(draft.spec.value.augment ?? {})).toEqual(['gaussian-noise']);
  });

  it('takes networks that fit when the data changes, and keeps the person’s other choices', async () => {
    const draft = makeDraft();
    draft.set('steps', 777);
    expect(await draft.setDataset('mnist')).toBeUndefined();
    const { data, steps, networks } = draft.spec.value;
    expect([data.kind, steps]).toEqual(['mnist', 777]);
    for (const { kind } of Object.values(networks)) {
      expect(catalogue.architectures.find(({ id }) => id === kind)?.dataRanks).toContain(3);
    }
  });
});
