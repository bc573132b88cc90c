import { expect, test } from '@playwright/test';
import type { BrowserContext, Worker } from '@playwright/test';
import { unzipSync, zipSync } from 'fflate';
import { readFile } from 'node:fs/promises';
import { App } from '../support/app.ts';

const evaluation = { every: 0, samples: 100 };

async function open(context: BrowserContext, autosaveSeconds = 30): Promise<App> {
  await context.addInitScript(() => {
    localStorage.setItem('latent-lab.preferences', '{"backend":"wasm","autosaveSeconds":5}');
  });
  const app = await App.open(context, '#/runs');
  await app.call('configure', { backend: 'wasm', autosaveSeconds });
  return app;
}

/** The worker that trains, not the one that probes the backends, nor the threads that share its work. */
async function trainingWorker(app: App): Promise<Worker> {
  const workers = () => app.page.workers().filter((worker) => !/\/thread/.test(worker.url()));
  await app.call('capabilities');
  await expect.poll(() => workers().length).toBe(1);
  return workers()[0]!;
}

/** A run in training that has a checkpoint, and whose screen is on show. */
async function runWithCheckpoint(app: App): Promise<string> {
  const run = await app.call('create', await app.preset('gan-ring', { batch: 32, steps: 1_000_000, evaluation }));
  await app.page.goto(`/#/lab/${run.id}`);
  await app.call('step', run.id);
  await app.call('start', run.id);
  await app.waitForStep(run.id, 5);
  return run.id;
}

test.describe('an archive that cannot be trusted is refused, and nothing of it stays', () => {
  test('truncated, altered, newer, foreign and empty files', async ({ context }) => {
    const app = await open(context);
    const { page } = app;
    const run = await app.call('create', await app.preset('gan-ring', { batch: 16, evaluation }));
    await app.call('step', run.id);
    await page.goto(`/#/lab/${run.id}`);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    const archive = await readFile(await (await download).path());
    const runs = await app.call('runs');

    const manifest = JSON.parse(new TextDecoder().decode(unzipSync(archive)['manifest.json'])) as { version: number };
    const newer = zipSync({
      ...unzipSync(archive),
      'manifest.json': new TextEncoder().encode(JSON.stringify({ ...manifest, version: manifest.version + 1 })),
    });
    // In the middle of the weights, which are stored as they are.
    const flipped = Buffer.from(archive);
    const weights = flipped.indexOf('checkpoint.safetensors') + 100_000;
    flipped.writeUInt8(flipped.readUInt8(weights) ^ 1, weights);
    const files = [
      ['truncated', archive.subarray(0, archive.length / 2), /the file is cut off/],
      ['altered', flipped, /checkpoint\.safetensors .*(altered|damaged|checksum|CRC)/i],
      ['newer', Buffer.from(newer), /newer version of Latent Lab/],
      ['foreign', Buffer.from(zipSync({ 'hello.txt': Uint8Array.of(104, 105) })), /not a run archive/],
      ['no-zip', Buffer.from('This is not an archive at all.'), /the file /],
      ['empty', Buffer.alloc(0), /the file /],
    ] as const;

    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    for (const [name, buffer, message] of files) {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Import' }).click();
      await (await chooser).setFiles({ name: `${name}.latentlab`, mimeType: 'application/zip', buffer });
      const notice = page
        .getByRole('log')
        .locator('.notice')
        .filter({ hasText: `${name}.latentlab` });
      await expect(notice, name).toHaveText(message);
      await notice.getByRole('button', { name: 'Put away' }).click();
    }
    expect(await app.call('runs')).toEqual(runs);
    expect(app.errors).toEqual([]);
  });
});

test('a run whose values explode pauses, names the tensor and the step, and keeps its last good state', async ({
  context,
}) => {
  const app = await open(context);
  const { page } = app;
  const sgd = { kind: 'sgd', learningRate: 10, momentum: 0, nesterov: false };
  const { spec } = await app.call('check', {
    ...(await app.call('defaults', 'vae', 'ring')),
    options: { likelihood: 'gaussian', std: 0.001 },
    optimisers: { autoencoder: sgd },
    batch: 16,
    steps: 500,
    evaluation,
  });
  const run = await app.call('create', spec);
  await page.goto(`/#/lab/${run.id}`);
  await page.getByRole('button', { name: 'Play' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'Training paused' });
  await expect(alert).toContainText(/(loss part \S+|gradient of \S+) of the \S+ became non-finite at step \d+/);
  await expect(alert).toContainText(/Fork the run/);

  const stopped = await app.call('open', run.id);
  expect(stopped.state).toBe('paused');
  const good = stopped.checkpoints.at(-1)!;
  expect(good.step).toBe(stopped.step);
  expect(await app.call('digest', run.id)).toEqual({ step: good.step, digest: good.digest });

  await alert.getByRole('link', { name: /^Fork/ }).click();
  const rate = page.getByRole('textbox', { name: 'Learning rate' });
  await rate.fill('0.00000001');
  await rate.press('Tab');
  await page.getByRole('button', { name: 'Create fork' }).click();
  await expect(page).not.toHaveURL(new RegExp(`fork|${run.id}`));
  const fork = page.url().split('/').at(-1)!;
  expect(await app.call('digest', fork)).toEqual({ step: good.step, digest: good.digest });
  expect(app.errors).toEqual([]);
});

test.describe('a data file with other bytes than it should have', () => {
  test.use({ serviceWorkers: 'block' });

  test('is named and not trained on, and loading it again works', async ({ context }) => {
    const app = await open(context);
    const { page } = app;
    const tampered = '**/data/mnist-train-labels.bin';
    await context.route(tampered, async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      body.writeUInt8(body.readUInt8(1000) ^ 1, 1000);
      await route.fulfill({ response, body });
    });
    const run = await app.call('create', await app.preset('vae-mnist', { batch: 16, steps: 2, evaluation }));
    await page.goto(`/#/lab/${run.id}`);
    await page.getByRole('button', { name: 'Play' }).click();
    await expect(page.getByRole('log')).toContainText(/mnist-train-labels\.bin is damaged: its SHA-256/);
    expect(await app.call('open', run.id)).toMatchObject({ state: 'idle', step: 0 });

    await context.unroute(tampered);
    await page.getByRole('button', { name: 'Play' }).click();
    await app.waitForState(run.id, 'finished');
    expect(app.errors).toEqual([]);
  });
});

test('a full device pauses the run, spoils no checkpoint, and lets it be exported; with room it goes on', async ({
  context,
}) => {
  const app = await open(context, 2);
  const { page } = app;
  const runId = await runWithCheckpoint(app);
  await expect.poll(async () => (await app.call('open', runId)).checkpoints.at(-1)!.step).toBeGreaterThan(1);
  const devtools = await context.newCDPSession(page);
  const origin = new URL(page.url()).origin;
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });

  const alert = page.getByRole('alert').filter({ hasText: 'storage is full' });
  await expect(alert).toContainText('no room left');
  const paused = await app.call('open', runId);
  expect(paused.state).toBe('paused');
  const last = paused.checkpoints.at(-1)!;
  expect(paused.step).toBeGreaterThan(last.step);

  const download = page.waitForEvent('download');
  await alert.getByRole('button', { name: 'Export' }).click();
  const entries = unzipSync(await readFile(await (await download).path()));
  const exported = JSON.parse(new TextDecoder().decode(entries['run.json'])) as { step: number };
  expect(exported.step).toBe(paused.step);

  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await app.waitForStep(runId, paused.step + 5);
  await app.call('pause', runId);
  const resumed = await app.call('digest', runId);
  const { checkpoints } = await app.call('open', runId);
  expect(checkpoints.at(-1)).toMatchObject(resumed);
});

test('a worker that crashes in training is replaced, and the run goes on by itself', async ({ context }) => {
  const app = await open(context, 1);
  const runId = await runWithCheckpoint(app);
  const worker = await trainingWorker(app);
  const { checkpoints } = await app.call('open', runId);
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('a fault made by the test');
    });
  });
  await worker.waitForEvent('close');
  await app.waitForState(runId, 'training');
  const { step } = await app.call('open', runId);
  await app.waitForStep(runId, Math.max(step, checkpoints.at(-1)!.step) + 3);
  const { run } = await app.call('open', runId);
  expect(run.resumes.at(-1)).toBeGreaterThanOrEqual(checkpoints.at(-1)!.step);
  await app.call('pause', runId);
});

test('a worker that hangs in training is replaced, and the run goes on by itself', async ({ context }) => {
  const app = await open(context, 1);
  const runId = await runWithCheckpoint(app);
  const worker = await trainingWorker(app);
  const { checkpoints } = await app.call('open', runId);
  const closed = worker.waitForEvent('close');
  worker
    .evaluate(() => {
      // Not in the debugger's own task: browsers do not end a worker in the middle of that.
      setTimeout(() => {
        for (;;);
      });
    })
    .catch(() => undefined);
  await closed;
  await app.waitForState(runId, 'training');
  const { run, step } = await app.call('open', runId);
  expect(run.resumes.at(-1)).toBeGreaterThanOrEqual(checkpoints.at(-1)!.step);
  await app.waitForStep(runId, step + 3);
  await app.call('pause', runId);
});

/** A tiny run in training on the software adapter of WebGPU. */
async function runOnWebGpu(app: App): Promise<string> {
  await app.call('configure', { backend: 'webgpu', autosaveSeconds: 30 });
  const tiny = { kind: 'mlp', width: 8, depth: 1, activation: 'tanh', norm: 'none' };
  const networks = { generator: tiny, discriminator: tiny };
  const run = await app.call(
    'create',
    await app.preset('gan-ring', { batch: 8, steps: 1_000_000, networks, evaluation }),
  );
  await app.page.goto(`/#/lab/${run.id}`);
  await app.call('step', run.id);
  await app.call('start', run.id);
  await app.waitForStep(run.id, 3);
  return run.id;
}

async function expectToGoOn(app: App, runId: string): Promise<void> {
  await app.waitForState(runId, 'training');
  const { run: record, step } = await app.call('open', runId);
  expect(record.resumes.at(-1)).toBeGreaterThanOrEqual(1);
  await app.waitForStep(runId, step + 3);
  await app.call('pause', runId);
}

test('a lost graphics device is replaced, and the run goes on from its last checkpoint', async ({ context }) => {
  const app = await open(context);
  const worker = await trainingWorker(app);
  await worker.evaluate(() => {
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (descriptor) {
      const device = await requestDevice.call(this, descriptor);
      Object.assign(globalThis, { lastDevice: device });
      return device;
    };
  });
  const runId = await runOnWebGpu(app);
  const closed = worker.waitForEvent('close');
  await worker.evaluate(() => (globalThis as unknown as { lastDevice: GPUDevice }).lastDevice.destroy());
  await closed;
  await expectToGoOn(app, runId);
});

test('when the graphics process crashes the run goes on from its last checkpoint, without a reload', async ({
  context,
}) => {
  const app = await open(context);
  const worker = await trainingWorker(app);
  const runId = await runOnWebGpu(app);
  await app.page.evaluate(() => Object.assign(globalThis, { samePage: true }));
  const closed = worker.waitForEvent('close');
  const devtools = await context.browser()!.newBrowserCDPSession();
  // The answer may be lost with the process.
  devtools.send('Browser.crashGpuProcess').catch(() => undefined);
  await closed;
  await expectToGoOn(app, runId);
  expect(await app.page.evaluate(() => 'samePage' in globalThis)).toBe(true);
});
