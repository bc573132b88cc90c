import { expect, test, type Page } from '@playwright/test';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataAnswer } from '../../web/service-worker/data-files.ts';
import { dist } from '../build/paths.ts';
import { serve, type Serving } from '../serve/server.ts';
import type {} from '../../web/app/console.ts';

// Installing, working offline and updating. Each test serves the built app itself, to take the server away.

let folder: string;
let serving: Serving;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latent-lab-'));
  cpSync(dist, folder, { recursive: true });
  serving = await serve(folder, { port: 0 });
});

test.afterEach(async () => {
  await serving.close();
  rmSync(folder, { recursive: true });
});

/** Opens the app and waits until its service worker has taken over. */
async function visit(page: Page): Promise<void> {
  await page.goto(serving.url);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const { serviceWorker } = navigator;
    if (!serviceWorker.controller) {
      await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
    }
  });
}

/** Waits until every large dataset is on the device, which the app sees to by itself. */
async function allDataKept(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const { port1, port2 } = new MessageChannel();
        const answer = new Promise<DataAnswer>((resolve) => {
          port1.onmessage = ({ data }: MessageEvent<DataAnswer>) => resolve(data);
        });
        navigator.serviceWorker.controller?.postMessage({ type: 'data-states' }, [port2]);
        const states = await answer;
        return states.type === 'states' && states.files.length > 0 && states.files.every(({ kept }) => kept);
      }),
    )
    .toBe(true);
}

test('the browser finds nothing that keeps it from installing the app', async ({ page }) => {
  await visit(page);
  const devtools = await page.context().newCDPSession(page);
  const manifest = await devtools.send('Page.getAppManifest');
  expect(manifest.errors).toEqual([]);
  const { name, icons, screenshots, shortcuts } = JSON.parse(manifest.data ?? '{}') as {
    name: string;
    icons: { src: string; sizes: string; purpose?: string }[];
    screenshots: { src: string; sizes: string; form_factor: string }[];
    shortcuts: { name: string }[];
  };
  expect(name).toBe('Latent Lab');
  expect(icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
  expect(screenshots.map((picture) => picture.form_factor).sort()).toEqual(['narrow', 'wide']);
  expect(shortcuts.map((shortcut) => shortcut.name)).toEqual(['New run', 'Resume last']);
  for (const { src, sizes } of [...icons, ...screenshots]) {
    if (sizes === 'any') continue;
    const size = await page.evaluate(async (url) => {
      const bitmap = await createImageBitmap(await (await fetch(url)).blob());
      return `${bitmap.width}x${bitmap.height}`;
    }, src);
    expect(size, src).toBe(sizes);
  }
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // Playwright's contexts are private windows, which never install.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
});

test('after the first visit the app starts and trains without a server', async ({ page }) => {
  await visit(page);
  await allDataKept(page);
  await serving.close();
  const failed: string[] = [];
  page.on('requestfailed', (request) => failed.push(request.url()));
  await page.reload();
  await expect(page.locator('latent-lab-app')).toBeVisible();
  const bytes = await page.evaluate(async () => {
    const response = await fetch('data/fashion-mnist-train-images.bin');
    return (await response.arrayBuffer()).byteLength;
  });
  expect(bytes).toBe(26_421_856);
  const step = await page.evaluate(async () => {
    const { service } = latentLab;
    const catalogue = await service.catalogue();
    if (!catalogue.ok) throw new Error(catalogue.error.message);
    const { spec } = catalogue.value.presets.find(({ id }) => id === 'vae-mnist')!;
    const run = await service.create({ ...spec, steps: 3, batch: 16 });
    if (!run.ok) throw new Error(run.error.message);
    const started = await service.start(run.value.id);
    if (!started.ok) throw new Error(started.error.message);
    for (;;) {
      const open = await service.open(run.value.id);
      if (!open.ok) throw new Error(open.error.message);
      if (open.value.state === 'finished' || open.value.state === 'failed') return open.value.step;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  expect(step).toBe(3);
  await page.goto(`${serving.url}?open`);
  await expect(page.locator('latent-lab-app')).toBeVisible();
  expect(failed).toEqual([]);
});

test('no request leaves the origin, and nothing breaks the content security policy', async ({ page }) => {
  const foreign: string[] = [];
  const complaints: string[] = [];
  page.context().on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(serving.url)) foreign.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await visit(page);
  await allDataKept(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(foreign).toEqual([]);
  expect(complaints).toEqual([]);
});

test('from the second visit on threads may share memory, though the server sends no headers', async ({ page }) => {
  await serving.close();
  serving = await serve(folder, { port: 0, headers: {} });
  await visit(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  const first = await page.evaluate(() => performance.timeOrigin);
  await page.waitForTimeout(1000);
  // Nothing reloads the page for it: training may be under way.
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(first);
  await page.reload();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const catalogue = await page.evaluate(async () => (await latentLab.service.catalogue()).ok);
  expect(catalogue).toBe(true);
});

test('a new version waits, however long the page stays, and takes over when asked to', async ({ page }) => {
  await visit(page);
  await page.evaluate(() => Object.assign(globalThis, { untouched: true }));
  appendFileSync(join(folder, 'service-worker.js'), '\n// the next version\n');
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
  });
  await expect
    .poll(() => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.state))
    .toBe('installed');
  expect(await page.evaluate(() => 'untouched' in globalThis)).toBe(true);
  await page.evaluate(async () => {
    const changed = new Promise((resolve) => {
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
    });
    (await navigator.serviceWorker.ready).waiting?.postMessage({ type: 'SKIP_WAITING' });
    await changed;
  });
});
