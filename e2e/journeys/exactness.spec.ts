import { expect, test } from '@playwright/test';
import type { BrowserContext } from '@playwright/test';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { App } from '../support/app.ts';

const steps = 40;
const stop = 17;

const evaluation = { every: 0, samples: 100 };
const dcgan = (channels: number) => ({ kind: 'dcgan', channels, norm: 'batch' });

const cases: { name: string; preset: string; changes: Partial<RunSpec> }[] = [
  // The batch makes steps slow enough to be killed in the middle of.
  { name: 'a GAN on the ring', preset: 'gan-ring', changes: { batch: 4096 } },
  {
    name: 'a DCGAN on MNIST',
    preset: 'dcgan-mnist',
    changes: { batch: 16, networks: { generator: dcgan(16), discriminator: dcgan(16) } },
  },
  { name: 'a VAE on MNIST', preset: 'vae-mnist', changes: {} },
];

async function straight(context: BrowserContext, preset: string, changes: Partial<RunSpec>): Promise<string> {
  const app = await App.open(context, '#/runs');
  await app.call('configure', { backend: 'wasm', autosaveSeconds: 30 });
  const run = await app.call('create', await app.preset(preset, { ...changes, steps, evaluation }));
  await app.call('start', run.id);
  await app.waitForState(run.id, 'finished');
  const { step, digest } = await app.call('digest', run.id);
  expect(step).toBe(steps);
  await app.page.close();
  return digest;
}

for (const { name, preset, changes } of cases) {
  test(`${name} has the same bits after ${steps} steps, killed in mid-step after ${stop} or not`, async ({
    context,
  }) => {
    const reference = await straight(context, preset, changes);

    const first = await App.open(context, '#/runs');
    await first.call('configure', { backend: 'wasm', autosaveSeconds: 3600 });
    const run = await first.call('create', await first.preset(preset, { ...changes, steps, evaluation }));
    for (let step = 0; step < stop; step++) await first.call('step', run.id);
    await first.call('digest', run.id);
    await first.call('start', run.id);
    await first.waitForStep(run.id, stop + 1);
    await first.kill();

    const second = await App.open(context, '#/runs');
    await second.call('configure', { backend: 'wasm', autosaveSeconds: 3600 });
    const reopened = await second.call('open', run.id);
    expect(reopened.step).toBe(stop);
    await second.call('start', run.id);
    await second.waitForState(run.id, 'finished');
    const { step, digest } = await second.call('digest', run.id);
    expect(step).toBe(steps);
    expect(digest).toBe(reference);
    const { run: record, points } = await second.call('open', run.id);
    expect(record.resumes).toContain(stop);
    const recorded = points.map((point) => point.step);
    expect(new Set(recorded).size).toBe(recorded.length);
  });
}

test('two fresh runs of one spec have the same bits', async ({ context }) => {
  expect(await straight(context, 'gan-ring', {})).toBe(await straight(context, 'gan-ring', {}));
});

test('an edit of the learning rate that no checkpoint has is repeated after a kill, bit for bit', async ({
  context,
}) => {
  const spec = async (app: App) => app.preset('gan-ring', { batch: 1024, steps, evaluation });
  /** Trains to the edit, and makes it: the checkpoint of its step is from before it. */
  const begin = async () => {
    const app = await App.open(context, '#/runs');
    await app.call('configure', { backend: 'wasm', autosaveSeconds: 3600 });
    const run = await app.call('create', await spec(app));
    for (let step = 0; step < stop; step++) await app.call('step', run.id);
    const { optimisers } = run.spec;
    const generator = { ...optimisers['generator']!, learningRate: 1e-4 };
    const edited = await app.call('edit', run.id, { optimisers: { ...optimisers, generator } });
    expect(edited.edits).toHaveLength(1);
    expect(edited.edits[0]).toMatchObject({ step: stop });
    return { app, run };
  };
  const whole = await begin();
  await whole.app.call('start', whole.run.id);
  await whole.app.waitForState(whole.run.id, 'finished');
  const { digest: reference } = await whole.app.call('digest', whole.run.id);
  await whole.app.page.close();

  const { app, run } = await begin();
  await app.call('start', run.id);
  await app.waitForStep(run.id, stop + 1);
  await app.kill();
  const again = await App.open(context, '#/runs');
  await again.call('configure', { backend: 'wasm', autosaveSeconds: 3600 });
  const reopened = await again.call('open', run.id);
  expect(reopened.step).toBe(stop);
  expect(reopened.run.edits).toHaveLength(1);
  await again.call('start', run.id);
  await again.waitForState(run.id, 'finished');
  expect(await again.call('digest', run.id)).toEqual({ step: steps, digest: reference });
});
