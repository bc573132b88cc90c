import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { faultsOf } from '../support/accessibility.ts';
import { App } from '../support/app.ts';

test('a study is made of a preset, goes on after the page was closed, and ends in a table and reports', async ({
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
  await fill('Budget of a run', '400');
  await fill('Evaluate every, in steps', '200');
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
  await page.close();

  const again = await App.open(context, hash);
  const screen = again.page;
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

  // A run of it can be looked at, and its arms beside each other.
  await again.goTo(`#/lab/${cells[0]!.runId!}`);
  await expect(screen.getByText('Step 400 of 400')).toBeVisible();
  await again.goTo(hash);
  await screen.getByRole('link', { name: 'Compare arms' }).click();
  await expect(screen.getByRole('region', { name: 'Figures' })).toContainText('Mean of 3 seeds.');
  expect(await faultsOf(screen)).toEqual([]);
  expect(again.errors).toEqual([]);
});
