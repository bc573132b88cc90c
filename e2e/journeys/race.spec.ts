import { expect, test } from '@playwright/test';
import { faultsOf } from '../support/accessibility.ts';
import { App } from '../support/app.ts';

const tiny = { kind: 'mlp', width: 16, depth: 1, activation: 'relu', norm: 'none' };
const small = {
  batch: 32,
  networks: { generator: tiny, discriminator: tiny },
  evaluation: { every: 0, samples: 100 },
} as const;

test('a race is chosen from a run, trains in step, and gives each run the bits it has alone', async ({ context }) => {
  const app = await App.open(context, '#/runs');
  await app.call('configure', { backend: 'wasm', autosaveSeconds: 30 });
  const spec = await app.preset('gan-ring', { ...small, steps: 3000 });
  const run = await app.call('create', spec, 'Ring');
  await app.goTo(`#/lab/${run.id}`);
  await app.page.getByRole('link', { name: 'Race' }).click();
  await app.page.getByLabel('Minimax', { exact: true }).check();
  await app.page.getByLabel('Simultaneous', { exact: true }).check();
  await app.page.getByRole('button', { name: 'Race 3 runs' }).click();
  await app.page.getByRole('button', { name: 'Start' }).click();
  const ids = new URL(app.page.url()).hash.split('/').slice(2);
  expect(ids).toHaveLength(3);

  const spread = await app.page.evaluate(async (runIds) => {
    const at = new Map(runIds.map((id) => [id, 0]));
    let worst = 0;
    const stop = latentLab.subscribe((event) => {
      if (event.type !== 'progress') return;
      at.set(event.runId, event.step);
      const steps = [...at.values()];
      if (Math.min(...steps) > 300) worst = Math.max(worst, Math.max(...steps) / Math.min(...steps));
    });
    while ([...at.values()].some((step) => step < 1500)) await new Promise((resolve) => setTimeout(resolve, 20));
    stop();
    return worst;
  }, ids);
  // A round may be twice as long as all before it, and what a run reports may be a turn old.
  expect(spread).toBeLessThan(4);
  for (const id of ids) await app.waitForState(id, 'finished');
  await expect(app.page.getByRole('button', { name: 'Resume' })).toBeDisabled();
  expect(await faultsOf(app.page)).toEqual([]);

  const [own] = ids;
  const alone = await app.call('create', spec, 'Alone');
  await app.call('start', alone.id);
  await app.waitForState(alone.id, 'finished');
  expect(await app.call('digest', own!)).toEqual(await app.call('digest', alone.id));
  expect(app.errors).toEqual([]);
});

test('pausing a race pauses every run of it, and what is behind catches up', async ({ context }) => {
  const app = await App.open(context, '#/runs');
  await app.call('configure', { backend: 'wasm', autosaveSeconds: 30 });
  const spec = await app.preset('gan-ring', { ...small, steps: 1_000_000 });
  const ahead = await app.call('create', spec, 'Ahead');
  const behind = await app.call('create', { ...spec, seed: 2 }, 'Behind');
  await app.call('start', ahead.id);
  await app.waitForStep(ahead.id, 2000);
  await app.call('race', [ahead.id, behind.id]);
  await app.waitForStep(behind.id, 2500);
  await app.call('pause', behind.id);
  const [first, second] = [await app.call('open', ahead.id), await app.call('open', behind.id)];
  expect([first.state, second.state]).toEqual(['paused', 'paused']);
  expect(first.step / second.step).toBeGreaterThan(0.25);
  expect(first.step / second.step).toBeLessThan(4);
  // One of them may be trained on by itself: the other stays where it was.
  await app.call('start', ahead.id);
  await app.waitForStep(ahead.id, first.step + 1);
  await app.call('pause', ahead.id);
  expect((await app.call('open', behind.id)).step).toBe(second.step);
});
