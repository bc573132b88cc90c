import { expect, test } from '@playwright/test';
import type { BrowserContext } from '@playwright/test';
import type { RunRecord } from '../../worker/protocol/records.ts';
import { App } from '../support/app.ts';

const preset = 'GAN on a ring';

/** Opens the app with WebAssembly chosen, as a person who trains there would have it. */
async function open(context: BrowserContext, route = '#/lab'): Promise<App> {
  await context.addInitScript(() => {
    localStorage.setItem('latent-lab.preferences', '{"backend":"wasm","theme":"light"}');
  });
  return App.open(context, route);
}

/** A run that has made a few steps and is at rest. */
async function restingRun(app: App, steps: number): Promise<RunRecord> {
  const spec = await app.preset('gan-ring', { batch: 16, evaluation: { every: 0, samples: 100 } });
  const run = await app.call('create', spec, preset);
  for (let step = 0; step < steps; step++) await app.call('step', run.id);
  return run;
}

const runIdOf = (url: string): string => /#\/lab\/([\w-]+)/.exec(url)![1]!;

test('a preset starts from its card, and the keys play, pause, step and keep a checkpoint', async ({ context }) => {
  const app = await open(context);
  const { page } = app;
  await page.getByRole('button', { name: `Train ${preset}` }).click();
  await expect(page).toHaveURL(/#\/lab\/[\w-]+/);
  const runId = runIdOf(page.url());
  await expect(page.getByRole('button', { name: 'Pause' })).toBeEnabled();
  await app.waitForStep(runId, 3);

  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  const { step: rested } = await app.call('digest', runId);
  await page.keyboard.press('.');
  await expect(page.getByText(`Step ${rested + 1} of 4,000`)).toBeVisible();
  await app.waitForState(runId, 'paused');
  expect((await app.call('digest', runId)).step).toBe(rested + 1);

  await page.keyboard.press('s');
  await expect(page.getByText(`Checkpoint of step ${rested + 1} kept.`)).toBeVisible();
  const { checkpoints } = await app.call('open', runId);
  expect(checkpoints.at(-1)).toMatchObject({ step: rested + 1, pinned: true });

  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await app.waitForStep(runId, rested + 3);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  expect(app.errors).toEqual([]);
});

test('a run is renamed and forked with another learning rate, and both are compared', async ({ context }) => {
  const app = await open(context, '#/runs');
  const { page } = app;
  const parent = await restingRun(app, 5);
  const { digest } = await app.call('digest', parent.id);

  await page.goto(`/#/lab/${parent.id}`);
  const name = page.getByRole('textbox', { name: 'Name of the run' });
  await name.fill('Parent of all');
  await name.press('Enter');
  await expect.poll(async () => (await app.call('open', parent.id)).run.name).toBe('Parent of all');

  await page.getByRole('link', { name: 'Fork', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Fork “Parent of all”' })).toBeVisible();
  const rate = page
    .getByRole('region', { name: 'Optimisers and dynamics' })
    .getByRole('textbox', { name: 'Learning rate' })
    .last();
  await rate.fill('0.002');
  await rate.press('Tab');
  await expect(page.getByText('1 setting changed.')).toBeVisible();
  await page.getByRole('button', { name: 'Create fork' }).click();
  await expect(page).not.toHaveURL(new RegExp(`fork|${parent.id}`));
  const fork = await app.call('open', runIdOf(page.url()));
  expect(fork.run.parent).toEqual({ runId: parent.id, step: 5 });
  expect(fork.run.spec.optimisers['generator']).toMatchObject({ learningRate: 0.002 });
  expect(fork.run.spec.optimisers['discriminator']).toEqual(parent.spec.optimisers['discriminator']);
  expect(await app.call('digest', fork.run.id)).toEqual({ step: 5, digest });

  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Compare Parent of all', exact: true }).check();
  await page.getByRole('checkbox', { name: `Compare ${fork.run.name}`, exact: true }).check();
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  const differences = page.getByRole('region', { name: 'What differs' });
  const row = differences.getByRole('row', { name: 'optimisers.generator.learningRate' });
  await expect(row.getByRole('cell')).toHaveText(['optimisers.generator.learningRate', '0.002', '0.001']);
  await expect(differences.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('region', { name: 'Curves' }).locator('canvas').first()).toBeVisible();
  expect(app.errors).toEqual([]);
});

test('a deleted run comes back by Undo as it was', async ({ context }) => {
  const app = await open(context, '#/runs');
  const { page } = app;
  const run = await restingRun(app, 3);
  const before = await app.call('digest', run.id);
  await page.getByRole('button', { name: `Delete ${preset}` }).click();
  await expect(page.getByText('No runs yet.')).toBeVisible();
  await expect(app.call('start', run.id)).rejects.toThrow('not-found');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: preset, exact: true })).toBeVisible();
  expect(await app.call('digest', run.id)).toEqual(before);
  expect(app.errors).toEqual([]);
});

test('an exported run is imported with the same identity and the same bits', async ({ context }) => {
  const app = await open(context, '#/runs');
  const { page } = app;
  const run = await restingRun(app, 4);
  const before = await app.call('digest', run.id);
  const history = await app.call('history', run.id);

  await page.goto(`/#/lab/${run.id}`);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const archive = await download;
  expect(archive.suggestedFilename()).toBe('GAN-on-a-ring.latentlab');
  const path = await archive.path();

  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import' }).click();
  await (await chooser).setFiles(path);
  await expect.poll(async () => (await app.call('runs')).length).toBe(2);
  const imported = (await app.call('runs')).find((row) => row.run.id !== run.id)!.run;
  expect(imported.identity).toBe(run.identity);
  expect(imported.spec).toEqual(run.spec);
  expect(await app.call('digest', imported.id)).toEqual(before);
  expect(await app.call('history', imported.id)).toEqual(history);

  // Both go on to the same bits.
  for (const id of [run.id, imported.id]) await app.call('step', id);
  expect(await app.call('digest', imported.id)).toEqual(await app.call('digest', run.id));
  expect(app.errors).toEqual([]);
});

test('a shared link shows what it would run, and makes nothing of it until it is asked to', async ({ context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const app = await open(context, '#/runs');
  const { page } = app;
  const run = await restingRun(app, 1);
  await page.goto(`/#/lab/${run.id}`);
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByText('Link copied.')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const runs = await app.call('runs');

  const visitor = await App.open(context, new URL(link).hash);
  await expect(visitor.page.getByRole('heading', { name: 'A run, ready to start' })).toBeVisible();
  await expect(visitor.page.getByText(`Identity ${run.identity}`)).toBeVisible();
  // Long enough for anything that starts by itself to have started.
  await visitor.page.waitForTimeout(1000);
  expect(await visitor.call('runs')).toEqual(runs);

  await visitor.page.getByRole('button', { name: 'Create run' }).click();
  await expect(visitor.page).toHaveURL(/#\/lab\/[\w-]+/);
  const created = await visitor.call('open', runIdOf(visitor.page.url()));
  expect(created.run.identity).toBe(run.identity);
  expect(created).toMatchObject({ state: 'idle', step: 0 });
  expect(visitor.errors).toEqual([]);
});

const badLinks = [
  ['a cut-off link', '#run=q1YqS8', /damaged/],
  ['a link of other letters', '#run=%F0%9F%98%80', /damaged/],
  ['an oversized link', `#run=${'A'.repeat(9000)}`, /too long/],
] as const;

test('malformed and oversized links say what is wrong with them', async ({ context }) => {
  const app = await open(context, '#/runs');
  const { page } = app;
  for (const [name, hash, message] of badLinks) {
    await page.goto(`/${hash}`);
    await expect(page.getByRole('heading', { name: 'This link can’t be opened' }), name).toBeVisible();
    await expect(page.getByRole('alert'), name).toContainText(message);
  }
  expect(await app.call('runs')).toEqual([]);
  expect(app.errors).toEqual([]);
});
