import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DataAnswer } from '../../web/service-worker/data-files.ts';
import { exact, files, height, pixelsOf, width } from '../../worker/service/real-images.fixture.ts';
import type { Serving } from '../serve/server.ts';
import { others } from './browsers.ts';
import { ServedLab, serveApp } from './served-lab.ts';
import type { BrowserSession } from './tab.ts';
import { waitFor } from './tab.ts';

// What Chromium's journeys check, where other engines might differ. The order matters: the last one ends the server.

const narrow = { kind: 'mlp', width: 32, depth: 1, activation: 'relu', norm: 'none' };
const small = { networks: { generator: narrow, discriminator: narrow }, batch: 64, steps: 1_000_000 };

/** Images with pixels that are neither clear nor opaque. */
const partlyClear = new Set(['png-palette', 'webp-clear']);

describe.each(others)('$name', (browser) => {
  let app: Serving;
  let session: BrowserSession;
  let lab: ServedLab;

  beforeAll(async () => {
    app = await serveApp();
    session = await browser.start();
    lab = new ServedLab(await session.newTab(), app.url);
  });

  afterAll(async () => {
    await session.close();
    await app.close();
  });

  test.each([
    { route: '#/lab', heading: 'Train a generative model' },
    { route: '#/runs', heading: 'Runs' },
    { route: '#/device', heading: 'This device' },
    { route: '#/about', heading: 'About' },
  ])('shows the screen $route', async ({ route, heading }) => {
    await lab.goTo(route);
    await waitFor(`the heading of ${route}`, async () => (await headings(lab)).some((text) => text.includes(heading)));
  });

  test('passes the self-test of every kernel on WASM', async () => {
    const { backends, chosen } = await lab.call('capabilities');
    expect(chosen.name).toBe('wasm');
    const wasm = backends.find(({ name }) => name === 'wasm')!;
    expect(wasm.available).toBe(true);
    expect(wasm.kernels.filter(({ passed }) => !passed)).toEqual([]);
  });

  test('plays and pauses a run by its buttons, and goes on after a reload', async () => {
    const { id } = await lab.call('create', await lab.preset('gan-ring', small));
    await lab.goTo(`#/lab/${id}`);
    await lab.tab.click('Play');
    await waitFor('some steps', async () => (await lab.stateOf(id)).step >= 20);
    await waitFor('curves and a picture', async () => (await paintedCanvases(lab)) >= 2);
    await lab.tab.click('Pause');
    await lab.waitFor(id, 'paused');
    const { digest, step } = await lab.call('digest', id);

    await lab.tab.reload();
    await lab.ready();
    expect(await lab.call('digest', id)).toEqual({ digest, step });
    await lab.tab.click('Resume');
    await waitFor('further steps', async () => (await lab.stateOf(id)).step > step);
    await lab.tab.click('Pause');
    await lab.waitFor(id, 'paused');
  });

  test('keeps a run to one tab at a time', async () => {
    const { id } = await lab.call('create', await lab.preset('gan-ring', small));
    await lab.call('start', id);
    const second = new ServedLab(await session.newTab(), app.url);
    await second.goTo('#/runs');
    expect((await second.stateOf(id)).elsewhere).toBe(true);
    await expect(second.call('start', id)).rejects.toThrow('busy-elsewhere');
    await lab.call('pause', id);
    await second.tab.close();
  });

  test('exports a run and imports it again', async () => {
    const { id } = await lab.call('create', await lab.preset('gan-ring', { ...small, steps: 5 }));
    await lab.call('start', id);
    await lab.waitFor(id, 'finished');
    const before = await lab.call('digest', id);
    const imported = await lab.tab.evaluate(async (id: string) => {
      const exported = await latentLab.service.exportRun(id);
      if (!exported.ok) throw new Error(exported.error.message);
      const again = await latentLab.service.importRun(exported.value);
      if (!again.ok) throw new Error(again.error.message);
      return again.value.id;
    }, id);
    expect(await lab.call('digest', imported)).toEqual(before);
  });

  test('reads the pixels that images have, whatever their kind', async () => {
    await lab.goTo('#/data');
    const wrong: string[] = [];
    for (const [name, at] of Object.entries(exact)) {
      const found = await lab.tab.evaluate(importTwice, name, files[name as keyof typeof exact]);
      const wanted = pixelsOf(width, height, at);
      const most = Math.max(...wanted.map((value, i) => Math.abs(value - found[i]!)));
      // Other engines may round colours that are neither clear nor opaque otherwise.
      if (most > (partlyClear.has(name) ? 1 : 0) || found.length !== wanted.length)
        wrong.push(`${name}: up to ${most} off`);
    }
    expect(wrong).toEqual([]);
  });

  test('starts and trains on MNIST without a server', async () => {
    await waitFor('all data to be kept', () => lab.tab.evaluate(allDataKept));
    await app.close();
    await lab.tab.reload();
    await lab.ready();
    const spec = await lab.preset('vae-mnist', { steps: 3, batch: 16, evaluation: { every: 0, samples: 100 } });
    expect(await lab.train(spec)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('has complained of nothing', () => {
    expect(session.complaints).toEqual([]);
  });
});

/** Texts of all main headings, through shadow roots. */
function headings(lab: ServedLab): Promise<string[]> {
  return lab.tab.evaluate(() => {
    const below = (root: ParentNode): string[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        ...(element.matches('h1') ? [element.textContent.trim()] : []),
        ...(element.shadowRoot ? below(element.shadowRoot) : []),
      ]);
    return below(document);
  });
}

/** Imports an image as a set of two, and gives the colours of one. Runs in the page. */
async function importTwice(name: string, base64: string): Promise<number[]> {
  const { service } = latentLab;
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const paths = ['a', 'b'].map((letter) => `${letter}.${name.replace(/-.*/, '')}`);
  const options = { fit: 'crop', colour: 'colour', testShare: 0.1 } as const;
  const request = { files: paths.map((path) => ({ path, file: new Blob([bytes]) })), title: name, options };
  const report = await service.importDataset(request);
  if (!report.ok) throw new Error(`${name}: ${report.error.message}`);
  const { id, shape } = report.value.set;
  const data = { kind: 'imported', set: id, shape: shape.join('x'), classes: 0 };
  const page = await service.datasetExamples(data, { split: 'train', start: 0, count: 1 });
  if (!page.ok) throw new Error(`${name}: ${page.error.message}`);
  await service.removeDataset(id);
  return [...page.value.values];
}

/** Number of canvases on which something is drawn. */
function paintedCanvases(lab: ServedLab): Promise<number> {
  return lab.tab.evaluate(() => {
    const below = (root: ParentNode): HTMLCanvasElement[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        ...(element instanceof HTMLCanvasElement ? [element] : []),
        ...(element.shadowRoot ? below(element.shadowRoot) : []),
      ]);
    return below(document).filter((canvas) => {
      const { width, height } = canvas;
      const pixels = width * height > 0 && canvas.getContext('2d')?.getImageData(0, 0, width, height).data;
      return pixels && pixels.some((value, i) => i % 4 === 3 && value > 0);
    }).length;
  });
}

/** Whether every large dataset is on the device, which the app sees to by itself. Runs in the page. */
async function allDataKept(): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<DataAnswer>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<DataAnswer>) => resolve(data);
  });
  const worker = navigator.serviceWorker.controller;
  if (!worker) return false;
  worker.postMessage({ type: 'data-states' }, [port2]);
  const states = await answer;
  return states.type === 'states' && states.files.length > 0 && states.files.every(({ kept }) => kept);
}
