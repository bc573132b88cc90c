import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import type { BenchmarkReport } from '../../core/benchmark/report.ts';
import { faultsOf } from '../support/accessibility.ts';
import { App } from '../support/app.ts';

/** Enough to see a figure of each kind, and done in a few seconds. */
const little = {
  budgetMs: 8000,
  kernels: ['gemm nn 512x512x512'],
  steps: ['toy ring, minimax', 'toy ring, WGAN-GP', 'toy-mlp-gan'],
  threads: [1],
};

async function open(context: BrowserContext, route = '#/device'): Promise<App> {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const app = await App.open(context, route);
  // The page asks for what the person chose; here it gets as little of that as shows all there is.
  await app.page.evaluate((limits) => {
    const { service } = latentLab;
    const real = service.benchmark;
    service.benchmark = (request) => real({ ...request, ...limits });
  }, little);
  return app;
}

const section = (page: Page) => page.getByRole('region', { name: 'Benchmark this device', exact: true });
const start = (page: Page) => section(page).getByRole('button', { name: 'Start' });

test('a device is benchmarked, and a link shows it beside another', async ({ context, browser }) => {
  const app = await open(context);
  const { page } = app;
  const own = section(page);
  await own.getByLabel('Name of this device').fill('The first');
  // WebGPU is emulated here, and so left out until it is asked for.
  // Probing the backends takes a while.
  await expect(own.getByRole('checkbox', { name: 'WebAssembly' })).toBeChecked();
  await expect(own.getByRole('checkbox', { name: 'WebGPU' })).not.toBeChecked();

  await test.step('it is cancelled at once, and leaves nothing', async () => {
    await start(page).click();
    await own.getByRole('button', { name: 'Cancel' }).click();
    await expect(start(page)).toBeEnabled();
    await expect(own.getByRole('alert')).toHaveCount(0);
    await expect(own.getByRole('button', { name: 'Copy link' })).toHaveCount(0);
  });

  await test.step('a run that trains is paused first', async () => {
    const run = await app.call('create', await app.preset('gan-ring', { batch: 16, steps: 1_000_000 }), 'In the way');
    await app.call('start', run.id);
    await expect(start(page)).toBeDisabled();
    await expect(app.call('benchmark', { name: '', backends: ['wasm'], budgetMs: 1 })).rejects.toThrow('busy');
    await own.getByRole('button', { name: 'Pause it' }).click();
    await expect(start(page)).toBeEnabled();
    await start(page).click();
    await own.getByRole('button', { name: 'Cancel' }).waitFor();
    await expect(app.call('start', run.id)).rejects.toThrow('busy');
  });

  const link = await test.step('the result is shown, and given as JSON and as a link', async () => {
    await own.getByRole('button', { name: 'Copy link' }).waitFor();
    await expect(own.getByText('Last measured here: The first')).toBeVisible();
    await expect(own.getByRole('rowheader', { name: 'WGAN-GP' })).toBeVisible();
    await expect(own.getByRole('img', { name: /^Steps a second of each objective/ })).toBeVisible();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      own.getByRole('button', { name: 'JSON' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('benchmark-The-first.json');
    const report = JSON.parse(await readFile(await file.path(), 'utf8')) as BenchmarkReport;
    expect(report.peak.plain).toBeGreaterThan(0);
    expect(report.kernels[0]).toMatchObject({ name: little.kernels[0], backend: 'wasm' });
    expect(report.steps.some(({ ms }) => (ms ?? 0) > 0)).toBe(true);
    for (const name of little.steps) {
      const figures = report.steps.filter((figure) => figure.name === name);
      // A machine that is busy with something else may not get round to each of them.
      expect(
        figures.some(({ ms, note }) => (ms ?? 0) > 0 || note !== undefined),
        name,
      ).toBe(true);
    }
    await own.getByRole('button', { name: 'Copy link' }).click();
    return page.evaluate(() => navigator.clipboard.readText());
  });

  await test.step('another device shows the link, starts nothing, and then both', async () => {
    const elsewhere = await browser.newContext();
    const other = await open(elsewhere, new URL(link).hash);
    const theirs = section(other.page);
    await expect(theirs.getByText('Other device: The first')).toBeVisible();
    await expect(theirs.getByText('Benchmark this device to see its figures beside these.')).toBeVisible();
    await expect(theirs.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
    await theirs.getByLabel('Name of this device').fill('The second');
    await start(other.page).click();
    await theirs.getByRole('button', { name: 'Copy link' }).waitFor();
    for (const name of ['The first', 'The second'])
      await expect(theirs.getByRole('columnheader', { name }).first()).toBeVisible();
    await theirs.getByText(/^Training steps \(/).click();
    await theirs.getByText(/^Kernels \(/).click();
    for (const width of [1280, 360]) {
      await other.page.setViewportSize({ width, height: 900 });
      const height = await other.page.evaluate(() => document.scrollingElement!.scrollHeight);
      await other.page.setViewportSize({ width, height });
      expect(await faultsOf(other.page), `${width} px`).toEqual([]);
      expect(await other.page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(width);
    }
    // The result outlives the page.
    await other.page.reload();
    await expect(theirs.getByText('This device: The second')).toBeVisible();
    await expect(theirs.getByText('Other device: The first')).toBeVisible();
    expect(other.errors).toEqual([]);
    await elsewhere.close();
  });

  await test.step('a link that is cut off says so', async () => {
    await page.goto(`/${new URL(link).hash.slice(0, -20)}`);
    await expect(own.getByRole('alert')).toContainText('damaged');
  });
  expect(app.errors).toEqual([]);
});
