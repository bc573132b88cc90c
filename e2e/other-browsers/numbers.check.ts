import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { root } from '../build/paths.ts';
import type { Serving } from '../serve/server.ts';
import { serve } from '../serve/server.ts';
import { others, reference } from './browsers.ts';
import { goldenDigests } from './golden/golden.ts';
import { ServedLab, serveApp } from './served-lab.ts';
import type { Browser, BrowserSession } from './tab.ts';
import { waitFor } from './tab.ts';
import { trainInNode } from './train-in-node.ts';

// The same spec has the same bits in every engine, in Node too.

const dcgan = { kind: 'dcgan', channels: 8, norm: 'batch' };
const dcganNetworks = { generator: dcgan, discriminator: dcgan };
const evaluation = { every: 0, samples: 100 };
/** Long enough for an error of one bit to spread to every weight. */
const steps = 200;

const specs: { name: string; preset: string; changes: Partial<RunSpec> }[] = [
  { name: 'a GAN on the ring', preset: 'gan-ring', changes: { steps, batch: 64 } },
  { name: 'a WGAN-GP on the grid', preset: 'wgan-gp-grid', changes: { steps, batch: 64 } },
  { name: 'a DCGAN on MNIST', preset: 'dcgan-mnist', changes: { steps, batch: 8, networks: dcganNetworks } },
  { name: 'a VAE on MNIST', preset: 'vae-mnist', changes: { steps } },
];

let app: Serving;
let golden: Serving;
let expected: { digests: Record<string, string>; trained: Record<string, string>; inNode: Record<string, string> };
const goldenFolder = mkdtempSync(join(tmpdir(), 'latent-lab-'));

beforeAll(async () => {
  app = await serveApp();
  await build({
    configFile: false,
    logLevel: 'warn',
    root: join(root, 'e2e/other-browsers/golden'),
    build: { outDir: goldenFolder, emptyOutDir: true, modulePreload: { polyfill: false } },
  });
  golden = await serve(goldenFolder, { port: 0 });
  const inNode: Record<string, string> = {};
  for (const { name, preset, changes } of specs) {
    const { spec } = catalogue.presets.find(({ id }) => id === preset)!;
    inNode[name] = await trainInNode({ ...spec, ...changes, evaluation });
  }
  expected = { digests: await goldenDigests(), trained: await inSession(reference, trainAll), inNode };
});

afterAll(async () => {
  await app.close();
  await golden.close();
  rmSync(goldenFolder, { recursive: true });
});

test.each(specs)(`${reference.name} trains $name to the same bits as Node`, ({ name }) => {
  expect(expected.trained[name]).toBe(expected.inNode[name]);
});

describe.each(others)('$name', (browser) => {
  let session: BrowserSession;
  let trained: Record<string, string>;

  beforeAll(async () => {
    session = await browser.start();
    console.log(session.version);
    trained = await trainAll(session);
  });
  afterAll(() => session.close());

  test('draws the same numbers as Node', async () => {
    const tab = await session.newTab();
    await tab.goTo(golden.url);
    await waitFor('the page', () => tab.evaluate(() => 'goldenDigests' in globalThis));
    const digests = await tab.evaluate(() =>
      (globalThis as unknown as { goldenDigests: typeof goldenDigests }).goldenDigests(),
    );
    await tab.close();
    expect(digests).toEqual(expected.digests);
  });

  test.each(specs)(`trains $name to the same bits as ${reference.name}`, ({ name }) => {
    expect(trained[name]).toMatch(/^[0-9a-f]{64}$/);
    expect(trained[name]).toBe(expected.trained[name]);
  });
});

async function inSession<T>(browser: Browser, work: (session: BrowserSession) => Promise<T>): Promise<T> {
  const session = await browser.start();
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** The digest of each spec, trained in one tab, which stays open: WebKit's session ends with its last window. */
async function trainAll(session: BrowserSession): Promise<Record<string, string>> {
  const tab = await session.newTab();
  const lab = new ServedLab(tab, app.url);
  await lab.goTo('#/runs');
  const digests: Record<string, string> = {};
  for (const { name, preset, changes } of specs) {
    const started = performance.now();
    digests[name] = await lab.train(await lab.preset(preset, { ...changes, evaluation }));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${session.version}: ${name}, ${seconds} s: ${digests[name]}`);
  }
  return digests;
}
