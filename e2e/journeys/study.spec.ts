import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { faultsOf } from '../support/accessibility.ts';
import { App } from '../support/app.ts';

test('a study is made of a preset, is taken over by another tab when its own is killed, and ends in a table and reports', async ({
  context,
}) => {
  await context.addInitScript(() => {
    localStorage.setItem('latent-lab.preferences', '{"backend":"wasm","theme":"light"}');
  });
  const app = await App.open(context, '#/studies');
  const { page } = app;
  await page.getByRole('link', { name: 'Adjust Objectives on the ring' }).click();
  for (const arm of ['minimax', 'Wasserstein, clipped', 'WGAN-GP', 'least squares']) {
    await page.getByRole('button', { name: `Leave out ${arm}` }).click();
  }
  const fill = async (name: string, value: string): Promise<void> => {
    const box = page.getByLabel(name, { exact: true });
    await box.fill(value);
    await box.press('Tab');
  };
  // Long enough for another tab to open before the last run ends.
  await fill('Budget of a run', '2400');
  await fill('Evaluate every, in steps', '1200');
  await fill('Evaluation samples', '200');
  await page.getByLabel('Seeds').fill('1-3');
  await page.getByLabel('Seeds').press('Tab');
  await expect(page.getByText('2 arms, 6 runs')).toBeVisible();
  await page.getByRole('button', { name: 'Create and start' }).click();
  await expect(page).toHaveURL(/#\/study\/(?!new)/);
  const hash = new URL(page.url()).hash;
  const studyId = hash.split('/').at(-1)!;
  await expect
    .poll(async () => (await app.call('openStudy', studyId)).record.done.length, { intervals: [50] })
    .toBeGreaterThanOrEqual(1);
  const { length: done } = (await app.call('openStudy', studyId)).record.done;

  // Another tab waits for the first to end, and may not pause what that trains.
  const again = await App.open(context, hash);
  const screen = again.page;
  await expect(again.call('pauseStudy', studyId)).rejects.toThrow('busy-elsewhere');
  await app.kill();
  expect((await again.call('openStudy', studyId)).record.done.length).toBeGreaterThanOrEqual(done);
  // Nobody has to start it again.
  await expect(screen.getByRole('status').getByText('Finished')).toBeVisible({ timeout: 240_000 });
  const { results, cells } = await again.call('openStudy', studyId);
  expect(results).toHaveLength(6);
  // The runs of a study are its own.
  expect(await again.call('runs')).toEqual([]);

  const table = screen.getByRole('region', { name: /of every arm$/ });
  await expect(
    table
      .getByRole('row', { name: /^hinge/ })
      .getByRole('cell')
      .first(),
  ).toHaveText('3');
  await expect(table.getByRole('row', { name: /^non-saturating/ })).toContainText('baseline');
  await expect(screen.getByRole('region', { name: 'Curves' }).locator('canvas').first()).toBeVisible();
  await expect(screen.getByRole('img', { name: /^Samples of hinge, seed 1/ })).toBeVisible();
  expect(await faultsOf(screen)).toEqual([]);

  for (const [format, part] of [
    ['CSV', 'hinge'],
    ['JSON', results[0]!.digest],
    ['Markdown', '| hinge'],
    ['HTML', '<svg'],
  ] as const) {
    const download = screen.waitForEvent('download');
    await screen.getByRole('button', { name: format, exact: true }).click();
    const text = await readFile(await (await download).path(), 'utf8');
    expect(text, format).toContain(part);
  }

  // Of each run there is its last state, and the screen says what that takes up.
  await expect(screen.getByText(/^6 runs take about [\d.]+ [kM]B here/)).toBeVisible();
  const last = await again.call('open', cells[0]!.runId!);
  expect(last.checkpoints.map(({ step }) => step)).toEqual([2400]);

  // What another machine made of it, in files as the terminal writes them, is the same study.
  const { record, results: made } = await again.call('openStudy', studyId);
  const twin = await again.call('createStudy', record.study);
  await again.goTo(`#/study/${twin.id}`);
  const files = [made.slice(0, 1), made.slice(1, 4), made.slice(4)].map((part, i) => ({
    name: `part-${i}.json`,
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(i === 0 ? part[0] : { results: part })),
  }));
  await screen.locator('input[type=file]').setInputFiles(files.slice(0, 2));
  await expect(screen.getByText('Imported 4 results.')).toBeVisible();
  await expect(screen.getByText('4 of 6 runs', { exact: false }).first()).toBeVisible();
  const wrong = { ...made[5]!, identity: 'ab'.repeat(32) };
  await screen
    .locator('input[type=file]')
    .setInputFiles({ ...files[2]!, buffer: Buffer.from(JSON.stringify([made[4], wrong])) });
  await expect(screen.getByText(/is of another run/)).toBeVisible();
  expect((await again.call('openStudy', twin.id)).results).toHaveLength(4);
  await screen.locator('input[type=file]').setInputFiles(files[2]!);
  await expect(screen.getByRole('status').getByText('Finished')).toBeVisible();
  expect(await again.call('studyTable', twin.id)).toEqual(await again.call('studyTable', studyId));
  await again.goTo(hash);

  // A run of it can be looked at, and its arms beside each other.
  await again.goTo(`#/lab/${cells[0]!.runId!}`);
  await expect(screen.getByText(/^Step 2,?400 of 2,?400$/)).toBeVisible();
  await again.goTo(hash);
  await screen.getByRole('link', { name: 'Compare arms' }).click();
  await expect(screen.getByRole('region', { name: 'Figures' })).toContainText('Mean of 3 seeds.');
  expect(await faultsOf(screen)).toEqual([]);
  expect(again.errors).toEqual([]);
});

test('a study goes on past an arm that diverges, and tells of it', async ({ context }) => {
  await context.addInitScript(() => {
    localStorage.setItem('latent-lab.preferences', '{"backend":"wasm","theme":"light"}');
  });
  const app = await App.open(context, '#/studies');
  const base = await app.call('defaults', 'vae', 'ring');
  const wild = { 'optimisers.autoencoder.kind': 'sgd', 'optimisers.autoencoder.learningRate': '10' };
  const { study } = await app.call('checkStudy', {
    title: 'One of these diverges',
    base: { ...base, batch: 16, options: { ...base.options, likelihood: 'gaussian', std: 0.001 } },
    axes: [
      {
        label: 'Optimiser',
        variants: [
          { label: 'wild', set: wild },
          { label: 'sane', set: { 'options.std': '0.1' } },
        ],
      },
    ],
    seeds: [1],
    budget: { kind: 'steps', steps: 500 },
    evaluation: { every: 0, samples: 100, metrics: ['mode-coverage'] },
    primary: 'reverse-kl',
    baseline: 'sane',
  });
  const { id } = await app.call('createStudy', study);
  await app.goTo(`#/study/${id}`);
  const { page } = app;
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('status').getByText('Finished')).toBeVisible({ timeout: 60_000 });
  const { results } = await app.call('openStudy', id);
  expect(results.map(({ arm, outcome }) => [arm, outcome])).toEqual([
    ['wild', 'diverged'],
    ['sane', 'finished'],
  ]);
  const row = page.getByRole('region', { name: /of every arm$/ }).getByRole('row', { name: /^wild/ });
  await expect(row).toContainText(`1 diverged: seed 1 at step ${results[0]!.step}`);
  await expect(page.getByText('1 of 2 runs diverged.', { exact: false })).toBeVisible();
  expect(app.errors).toEqual([]);
});
