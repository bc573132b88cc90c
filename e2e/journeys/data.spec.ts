import { expect, test } from '@playwright/test';
import { zipSync } from 'fflate';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { encodePng } from '../../worker/archive/png.ts';
import type { RunRow } from '../../worker/protocol/service.ts';
import { App } from '../support/app.ts';
import { ImportPanel } from '../support/import-panel.ts';

const side = 28;

/** A zip of grey images in two class folders, as many in each, and one broken file. */
function pets(each: number): Buffer {
  const entries: Record<string, Uint8Array> = {
    'cat/broken.png': new TextEncoder().encode('no image, whatever its name says'),
  };
  for (let i = 0; i < 2 * each; i++) {
    const pixels = Uint8Array.from({ length: side * side }, (_, place) => (place * (1 + (i % 7)) + 11 * i) % 256);
    entries[`${i % 2 === 0 ? 'cat' : 'dog'}/${i}.png`] = encodePng({
      width: side,
      height: side,
      channels: 1,
      pixels,
    });
  }
  return Buffer.from(zipSync(entries, { level: 0 }));
}

test('a zip of images is imported, browsed, trained on, there offline, and deleted', async ({ context }) => {
  const app = await App.open(context, '#/data');
  const { page } = app;
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const { serviceWorker } = navigator;
    if (serviceWorker.controller) return;
    await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  });
  await page
    .getByLabel('Files to import')
    .setInputFiles({ name: 'pets.zip', mimeType: 'application/zip', buffer: pets(20) });
  await expect(page.getByText('Imported pets, 40 examples.')).toBeVisible();
  await page.getByText('1 file was left out', { exact: true }).click();
  await expect(page.getByText('cat/broken.png')).toBeVisible();

  await page.getByRole('link', { name: 'pets' }).first().click();
  await expect(page.getByRole('heading', { name: 'pets' })).toBeVisible();
  const browse = page.getByRole('region', { name: 'Browse' });
  await expect(browse.getByRole('img', { name: /^Example 1, (cat|dog)$/ })).toBeVisible();
  await page.getByRole('combobox', { name: 'Class' }).selectOption('dog');
  await expect(browse.getByRole('img', { name: 'Example 1, dog' })).toBeVisible();
  await expect(browse.getByRole('img', { name: /, cat$/ })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Examples of each class' }).getByRole('row')).toHaveCount(2);

  const [set] = await app.call('datasets');
  expect(set).toMatchObject({ title: 'pets', shape: [side, side, 1], classes: ['cat', 'dog'], skipped: 1 });
  await app.call('configure', { backend: 'wasm', autosaveSeconds: 30 });
  const defaults = await app.call('defaults', 'gan', `imported/${set!.id}`);
  const mlp = { kind: 'mlp', width: 16, depth: 1, activation: 'relu', norm: 'none' };
  const spec = {
    ...defaults,
    batch: 8,
    steps: 5,
    networks: { generator: mlp, discriminator: mlp },
    evaluation: { ...defaults.evaluation, every: 0, samples: 100 },
  };
  const run = await app.call('create', spec);
  expect(run.name).toContain('pets');
  await app.call('step', run.id);
  expect((await app.call('open', run.id)).step).toBe(1);

  await context.setOffline(true);
  await page.reload();
  await expect(browse.getByRole('img', { name: /^Example 1, / })).toBeVisible();
  await app.call('step', run.id);
  expect((await app.call('open', run.id)).step).toBe(2);
  await context.setOffline(false);

  await page.getByRole('button', { name: 'Delete this set' }).click();
  await expect(page.getByText('Used by a run')).toBeVisible();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('Deleted “pets”.')).toBeVisible();
  expect(await app.call('datasets')).toEqual([]);
  await page.reload();
  await page.waitForFunction(() => 'latentLab' in globalThis);
  await expect(app.call('step', run.id)).rejects.toThrow(/not-found: The imported set .* is not on this device/);
  const [objection] = await app.call('objections', spec);
  expect(objection).toMatchObject({ path: 'data.set' });
});

test('files and folders are dropped or picked, and give the same set however they come', async ({ context }, info) => {
  const folder = info.outputPath('shapes');
  // More than a hundred in one folder: a browser tells them in parts.
  for (let i = 0; i < 130; i++) {
    const kind = i < 120 ? 'disc' : 'ring';
    await mkdir(join(folder, kind), { recursive: true });
    const pixels = Uint8Array.from({ length: 64 }, (_, place) => (place * (3 + i) + i) % 256);
    await writeFile(join(folder, kind, `${i}.png`), encodePng({ width: 8, height: 8, channels: 1, pixels }));
  }
  const csv = info.outputPath('moons.csv');
  const rows = Array.from(
    { length: 200 },
    (_, i) => `${Math.cos(i)},${Math.sin(i)},${i % 2 === 0 ? 'upper' : 'lower'}`,
  );
  await writeFile(csv, ['x,y,moon', ...rows].join('\n'));

  const app = await App.open(context, '#/data');
  const panel = new ImportPanel(app.page);
  await panel.drop([folder]);
  await expect(panel.report).toHaveText(/^\s*Imported shapes, 130 examples\.\s*$/);
  await app.page.getByLabel('Folder to import').setInputFiles(folder);
  await expect(panel.report).toHaveText(/This set is here already: shapes, 130 examples\./);
  await panel.drop([csv]);
  await expect(panel.report).toHaveText(/Imported moons, 200 examples\./);
  const sets = await app.call('datasets');
  expect(sets.map(({ title, shape, classes }) => ({ title, shape, classes }))).toEqual([
    { title: 'moons', shape: [2], classes: ['lower', 'upper'] },
    { title: 'shapes', shape: [8, 8, 1], classes: ['disc', 'ring'] },
  ]);
  // Two things at once are one set of both, or what fits together of them: here the images, the table left out.
  await panel.drop([join(folder, 'ring'), csv]);
  await expect(panel.report).toHaveText(/Imported ring, 10 examples\./);
  await panel.box.getByText('1 file was left out').click();
  await expect(panel.report.getByRole('listitem')).toHaveText('moons.csv is no image');
  expect(app.errors).toEqual([]);
});

test('imported points and images are trained on, measured, resumed, and asked for where they are missing', async ({
  context,
  browser,
}) => {
  const app = await App.open(context, '#/data');
  const panel = new ImportPanel(app.page);
  const archive = { name: 'pets.zip', bytes: pets(20) };
  const rows = Array.from(
    { length: 120 },
    (_, i) => `${Math.cos(i)},${Math.sin(i)},${i % 2 === 0 ? 'upper' : 'lower'}`,
  );
  await panel.choose(archive);
  await expect(panel.report).toContainText('Imported pets, 40 examples.');
  await panel.choose({ name: 'moons.csv', bytes: ['x,y,moon', ...rows].join('\n') });
  await expect(panel.report).toContainText('Imported moons, 120 examples.');
  const [points, images] = await app.call('datasets');
  await app.call('configure', { backend: 'wasm', autosaveSeconds: 30 });
  const train = async (set: string, networks: RunSpec['networks'], steps: number, method = 'gan'): Promise<string> => {
    const defaults = await app.call('defaults', method, `imported/${set}`);
    const evaluation = { ...defaults.evaluation, every: 0, samples: 100 };
    const run = await app.call('create', { ...defaults, batch: 8, steps: 100, networks, evaluation });
    for (let step = 0; step < steps; step++) await app.call('step', run.id);
    return run.id;
  };
  const measured = async (run: string): Promise<string[]> =>
    (await app.call('evaluate', run, { samples: 100 }))
      .filter(({ value }) => Number.isFinite(value))
      .map(({ id, extractor }) => extractor?.id ?? id);

  const mlp = { kind: 'mlp', width: 16, depth: 1, activation: 'relu', norm: 'none' };
  const onPoints = await train(points!.id, { generator: mlp, discriminator: mlp }, 3);
  expect(await measured(onPoints)).toContain('points-identity');
  // Fewer are held out than a frame shows.
  const rebuilt = await train(images!.id, { encoder: mlp, decoder: mlp }, 1, 'vae');
  expect((await app.call('reconstruct', rebuilt, [0])).shape).toEqual([1, side, side, 1]);
  const dcgan = { kind: 'dcgan', channels: 8, norm: 'batch' };
  const onImages = await train(images!.id, { generator: dcgan, discriminator: dcgan }, 2);
  // Nothing is known of such images: features are those of random convolutions.
  expect(await measured(onImages)).toContain('random-conv');

  const before = await app.call('digest', onImages);
  await app.call('save', onImages, false);
  await app.goTo(`#/lab/${onImages}`);
  await app.page.reload();
  await app.page.waitForFunction(() => 'latentLab' in globalThis);
  expect(await app.call('digest', onImages)).toEqual(before);
  await app.call('step', onImages);
  const after = await app.call('digest', onImages);
  expect(after.step).toBe(3);
  await app.call('save', onImages, false);
  const download = app.page.waitForEvent('download');
  await app.page.getByRole('button', { name: 'Export' }).click();
  const path = await (await download).path();

  // Another device, which has the run's archive but not its set.
  const elsewhere = await browser.newContext();
  const other = await App.open(elsewhere, '#/runs');
  const chooser = other.page.waitForEvent('filechooser');
  await other.page.getByRole('button', { name: 'Import' }).click();
  await (await chooser).setFiles(path);
  await expect.poll(async () => (await other.call('runs')).length).toBe(1);
  const [{ run }] = (await other.call('runs')) as [RunRow];
  await other.goTo(`#/lab/${run.id}`);
  await other.page.getByRole('button', { name: 'Step', exact: true }).click();
  const words = `The imported set ${images!.id.slice(0, 8)} is not on this device.`;
  await expect(other.page.getByText(words).first()).toBeVisible();
  await expect(
    other.page.getByText('Import the same files, with the same options, on the Data screen.').first(),
  ).toBeVisible();
  await other.goTo('#/data');
  const otherPanel = new ImportPanel(other.page);
  await otherPanel.choose(archive);
  await expect(otherPanel.report).toContainText('Imported pets, 40 examples.');
  expect(await other.call('digest', run.id)).toEqual(after);
  for (const lab of [app, other]) await lab.call('step', lab === app ? onImages : run.id);
  expect(await other.call('digest', run.id)).toEqual(await app.call('digest', onImages));
  await elsewhere.close();
  expect(app.errors).toEqual([]);
});

test('an import that is killed half-way leaves nothing, and one that is cancelled too', async ({ context }) => {
  const app = await App.open(context, '#/data');
  const zip = { name: 'many.zip', mimeType: 'application/zip', buffer: pets(1500) };
  await app.page.getByLabel('Files to import').setInputFiles(zip);
  await expect(app.page.getByText(/^(cat|dog)\/\d+\.png$/)).toBeVisible();
  await app.kill();
  const again = await App.open(context, '#/data');
  expect(await again.call('datasets')).toEqual([]);
  await again.page.getByLabel('Files to import').setInputFiles(zip);
  await expect(again.page.getByText(/^(cat|dog)\/\d+\.png$/)).toBeVisible();
  await again.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(again.page.getByText('The import was cancelled.')).toBeVisible();
  expect(await again.call('datasets')).toEqual([]);
});
