import { expect, test } from '@playwright/test';
import type { BrowserContext } from '@playwright/test';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { RunRecord } from '../../worker/protocol/records.ts';
import { App } from '../support/app.ts';

// What callers of the training service may rely on when calls meet: in the page's screens, the terminal, the console.

const evaluation = { every: 0, samples: 100 };
const mlp = { kind: 'mlp', width: 16, depth: 1, activation: 'relu', norm: 'none' };

async function open(context: BrowserContext): Promise<App> {
  await context.addInitScript(() => localStorage.setItem('latent-lab.preferences', '{"backend":"wasm"}'));
  return App.open(context, '#/runs');
}

async function gan(app: App, changes: Partial<RunSpec> = {}): Promise<RunRecord> {
  const networks = { generator: mlp, discriminator: mlp };
  return app.call(
    'create',
    await app.preset('gan-ring', { networks, batch: 16, steps: 1_000_000, evaluation, ...changes }),
  );
}

test('a pause is obeyed whatever else goes on', async ({ context }) => {
  const app = await open(context);
  const run = await gan(app);
  const states = await app.page.evaluate(async (id) => {
    const { service } = latentLab;
    const stateOf = async () => {
      const opened = await service.open(id);
      return opened.ok ? opened.value.state : opened.error.code;
    };
    const during = async (work: () => Promise<unknown>) => {
      await service.start(id);
      const working = work();
      await service.pause(id);
      await working;
      // A call in the same queue: whatever the work did at its end has been done.
      await service.digest(id);
      return stateOf();
    };
    return {
      'while it starts': await (async () => {
        const starting = service.start(id);
        await service.pause(id);
        await starting;
        await service.digest(id);
        return stateOf();
      })(),
      'while it is evaluated': await during(() => service.evaluate(id, { samples: 20_000, metrics: ['density'] })),
      'while it is saved': await during(() => service.save(id, false)),
      'while the page is hidden': await during(() => service.hidden()),
      'while it is exported': await during(() => service.exportRun(id)),
      'while it starts again': await during(() => service.start(id)),
    };
  }, run.id);
  expect(states).toEqual({
    'while it starts': 'idle',
    'while it is evaluated': 'paused',
    'while it is saved': 'paused',
    'while the page is hidden': 'paused',
    'while it is exported': 'paused',
    'while it starts again': 'paused',
  });

  const resumed = await app.page.evaluate(async (id) => {
    const { service } = latentLab;
    await service.start(id);
    await Promise.all([service.pause(id), service.start(id)]);
    await service.digest(id);
    const opened = await service.open(id);
    return opened.ok && opened.value.state;
  }, run.id);
  expect(resumed, 'the last word counts').toBe('training');
  await app.call('pause', run.id);
});

test('training goes on after work between two steps, and other work stops it as it should', async ({ context }) => {
  const app = await open(context);
  const run = await gan(app);
  await app.call('start', run.id);
  const metrics = await app.call('evaluate', run.id, { samples: 500 });
  expect(metrics.length).toBeGreaterThan(0);
  const evaluated = await app.call('open', run.id);
  expect(evaluated).toMatchObject({ state: 'training', run: { evaluation: { metrics } } });
  await app.call('hidden');
  const archive = await app.page.evaluate(async (id) => {
    const exported = await latentLab.service.exportRun(id);
    if (!exported.ok) throw new Error(exported.error.message);
    const imported = await latentLab.service.importRun(exported.value);
    if (!imported.ok) throw new Error(imported.error.message);
    return imported.value;
  }, run.id);
  expect(archive.identity).toBe(run.identity);
  const { step } = await app.call('open', run.id);
  await app.waitForStep(run.id, step + 2);

  await app.call('step', run.id);
  expect((await app.call('open', run.id)).state).toBe('paused');

  await app.call('start', run.id);
  const other = await gan(app);
  await app.call('start', other.id);
  expect((await app.call('open', run.id)).state).toBe('paused');
  await app.call('remove', other.id);
  await expect(app.call('open', other.id)).rejects.toThrow('not-found');
  await app.call('restore', other.id);
  expect((await app.call('open', other.id)).state).not.toBe('training');
  await app.call('remove', other.id);
  await app.call('purge');
  await expect(app.call('restore', other.id)).rejects.toThrow('not-found');
});

test('pinned checkpoints outlive the others, and each can be forked with its bits and curves', async ({ context }) => {
  const app = await open(context);
  const run = await gan(app, { steps: 50 });
  await app.call('step', run.id);
  const pinned = await app.call('save', run.id, true);
  for (let step = 2; step <= 7; step++) await app.call('step', run.id);
  const { checkpoints, points } = await app.call('open', run.id);
  expect(checkpoints.map(({ step }) => step)).toEqual([1, 5, 6, 7]);
  expect(points.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7]);

  const fork = await app.call('fork', run.id, 1, { steps: 60 }, 'Fork');
  expect(await app.call('digest', fork.id)).toEqual({ step: 1, digest: pinned.digest });
  expect(await app.call('history', fork.id)).toEqual(points.slice(0, 1));
  await expect(app.call('fork', run.id, 3, {})).rejects.toThrow('not-found');
  const networks = { generator: { ...mlp, width: 17 }, discriminator: mlp };
  await expect(app.call('fork', run.id, 1, { networks })).rejects.toThrow('invalid-spec');

  // The same settings from the same weights: the same bits.
  for (let step = 2; step <= 7; step++) await app.call('step', fork.id);
  expect(await app.call('digest', fork.id)).toEqual(await app.call('digest', run.id));

  const fresh = await app.call('fork', (await gan(app)).id, 0, { seed: 2 });
  expect(fresh).toMatchObject({ step: 0, spec: { seed: 2 } });
});

test('samples and reconstructions depend on the weights alone, and survive another backend', async ({ context }) => {
  const app = await open(context);
  const spec = await app.preset('vae-mnist', { batch: 8, steps: 20, evaluation });
  const run = await app.call('create', { ...spec, networks: { encoder: mlp, decoder: mlp } });
  await app.call('step', run.id);
  const draw = () =>
    app.page.evaluate(async (id) => {
      const latents = Float32Array.from({ length: 40 }, (_, i) => Math.fround((i - 20) / 10));
      const { service } = latentLab;
      const [samples, rebuilt] = [await service.sample(id, latents), await service.reconstruct(id, [0, 3])];
      if (!samples.ok) throw new Error(samples.error.message);
      if (!rebuilt.ok) throw new Error(rebuilt.error.message);
      return {
        shapes: [samples.value.shape, rebuilt.value.shape],
        samples: [...samples.value.data],
        outputs: [...rebuilt.value.outputs],
      };
    }, run.id);
  const before = await draw();
  const { digest } = await app.call('digest', run.id);
  expect(before.shapes).toEqual([
    [2, 28, 28, 1],
    [2, 28, 28, 1],
  ]);
  expect(before.samples.every((value) => value >= 0 && value <= 1)).toBe(true);
  expect(await draw()).toEqual(before);
  const wrong = app.page.evaluate(
    async (id) => latentLab.service.sample(id, new Float32Array(7)).then((answer) => !answer.ok && answer.error.code),
    run.id,
  );
  expect(await wrong).toBe('invalid-data');

  await app.call('configure', { backend: 'auto', autosaveSeconds: 30 });
  await app.call('configure', { backend: 'wasm', autosaveSeconds: 30 });
  expect(await draw()).toEqual(before);
  expect((await app.call('digest', run.id)).digest).toBe(digest);

  const cancelled = await app.page.evaluate(async (id) => {
    const { service } = latentLab;
    const evaluating = service.evaluate(id, { samples: 10_000 });
    await service.cancelEvaluation();
    const answer = await evaluating;
    return answer.ok ? 'finished' : answer.error.code;
  }, run.id);
  expect(cancelled).toBe('cancelled');
  expect((await app.call('open', run.id)).run.evaluation).toBeUndefined();
});

test('a run that has ended is free for other tabs, and one in training is not', async ({ context }) => {
  const first = await open(context);
  const run = await gan(first, { steps: 5 });
  await first.call('start', run.id);
  await first.waitForState(run.id, 'finished');
  await first.call('start', run.id);
  const second = await App.open(context, '#/runs');
  expect(await second.call('open', run.id)).toMatchObject({ state: 'finished', elsewhere: false });
  const fork = await second.call('fork', run.id, 5, { steps: 1_000_000 });
  await second.call('start', fork.id);
  for (const method of ['start', 'step', 'digest', 'remove'] as const) {
    await expect(first.call(method, fork.id), method).rejects.toThrow('busy-elsewhere');
  }
  await second.call('pause', fork.id);
  await expect.poll(async () => (await first.call('open', fork.id)).elsewhere).toBe(false);
  await first.call('step', fork.id);
});
