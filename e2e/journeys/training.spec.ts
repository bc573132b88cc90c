import { expect, test } from '@playwright/test';
import { App } from '../support/app.ts';
import { calmMedian } from '../support/calm.ts';

const wasm = { backend: 'wasm', autosaveSeconds: 30 } as const;
const dcgan = (channels: number) => ({ kind: 'dcgan', channels, norm: 'batch' });

test('pause answers within 100 ms while a DCGAN trains', { tag: '@alone' }, async ({ context }) => {
  const app = await App.open(context, '#/runs');
  await app.call('configure', wasm);
  const run = await app.call('create', await app.preset('dcgan-mnist'));
  const milliseconds = await calmMedian(100, async () => {
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      await app.call('start', run.id);
      await app.page.waitForTimeout(1500 + 100 * i);
      waits.push(
        await app.page.evaluate(async (runId) => {
          const asked = performance.now();
          await latentLab.service.pause(runId);
          return performance.now() - asked;
        }, run.id),
      );
    }
    return waits;
  });
  expect(milliseconds).toBeLessThan(100);
});

test('a checkpoint of a DCGAN takes under 2% of the training between two', { tag: '@alone' }, async ({ context }) => {
  const app = await App.open(context, '#/runs');
  await app.call('configure', wasm);
  const run = await app.call('create', await app.preset('dcgan-mnist'));
  await app.call('step', run.id);
  const most = 0.02 * wasm.autosaveSeconds * 1000;
  const milliseconds = await calmMedian(most, () =>
    app.page.evaluate(async (runId) => {
      const times: number[] = [];
      for (let i = 0; i < 5; i++) {
        const began = performance.now();
        await latentLab.service.save(runId, false);
        times.push(performance.now() - began);
      }
      return times;
    }, run.id),
  );
  expect(milliseconds).toBeLessThan(most);
});

test('training keeps no tensor and no heap from step to step', async ({ context }) => {
  const app = await App.open(context, '#/runs');
  await app.call('configure', wasm);
  const narrow = { kind: 'mlp', width: 32, depth: 1, activation: 'relu', norm: 'none' };
  const spec = await app.preset('gan-ring', {
    batch: 64,
    steps: 40_000,
    networks: { generator: narrow, discriminator: narrow },
    evaluation: { every: 0, samples: 100 },
  });
  const run = await app.call('create', spec);
  const memory = await app.page.evaluate(async (runId) => {
    const seen: { step: number; tensors: number; heapBytes: number }[] = [];
    const stop = latentLab.subscribe((event) => {
      if (event.type === 'progress')
        seen.push({ step: event.step, tensors: event.memory.tensors, heapBytes: event.memory.heapBytes! });
    });
    await latentLab.service.start(runId);
    while (seen.at(-1)?.step !== 40_000) await new Promise((resolve) => setTimeout(resolve, 100));
    stop();
    return seen;
  }, run.id);
  // A frame leaves tensors behind until the next step: what counts is the most there ever were.
  const most = (from: number, to: number) => {
    const some = memory.filter(({ step }) => step > from && step <= to);
    return {
      tensors: Math.max(...some.map(({ tensors }) => tensors)),
      heapBytes: Math.max(...some.map(({ heapBytes }) => heapBytes)),
    };
  };
  const late = most(20_000, 40_000);
  const early = most(1000, 20_000);
  expect(late.tensors).toBeLessThanOrEqual(early.tensors);
  expect(late.heapBytes).toBe(early.heapBytes);
});

test('a second tab follows a run that another one trains, and may not train it', async ({ context }) => {
  const first = await App.open(context, '#/runs');
  await first.call('configure', wasm);
  const run = await first.call('create', await first.preset('gan-ring', { steps: 1_000_000 }));
  await first.call('start', run.id);

  const second = await App.open(context, '#/runs');
  const opened = await second.call('open', run.id);
  expect(opened.elsewhere).toBe(true);
  await expect(second.call('start', run.id)).rejects.toThrow('busy-elsewhere');
  const followed = await second.page.evaluate(
    (runId) =>
      new Promise<number>((resolve) => {
        latentLab.subscribe((event) => {
          if (event.type === 'progress' && event.runId === runId) resolve(event.step);
        });
      }),
    run.id,
  );
  expect(followed).toBeGreaterThan(0);

  await first.call('pause', run.id);
  const { step } = await first.call('digest', run.id);
  await expect.poll(async () => (await second.call('open', run.id)).elsewhere).toBe(false);
  await second.call('start', run.id);
  await second.waitForStep(run.id, step + 1);
  await second.call('pause', run.id);
});

test('a tiny run trains on WebGPU (software adapter)', async ({ context }) => {
  const app = await App.open(context, '#/runs');
  await app.call('configure', { backend: 'webgpu', autosaveSeconds: 30 });
  const tiny = { kind: 'mlp', width: 8, depth: 1, activation: 'tanh', norm: 'none' };
  const spec = await app.preset('gan-ring', {
    batch: 8,
    steps: 12,
    networks: { generator: tiny, discriminator: tiny },
    evaluation: { every: 0, samples: 100 },
  });
  const run = await app.call('create', spec);
  const backend = await app.page.evaluate(
    (runId) =>
      new Promise<string>((resolve) => {
        latentLab.subscribe((event) => {
          if (event.type === 'progress' && event.step === 12) resolve(event.backend.name);
        });
        void latentLab.service.start(runId);
      }),
    run.id,
  );
  expect(backend).toBe('webgpu');
  await app.waitForState(run.id, 'finished');
  expect((await app.call('digest', run.id)).step).toBe(12);
});

test('a DCGAN on MNIST survives the death of its page and goes on', async ({ context }) => {
  const first = await App.open(context, '#/runs');
  await first.call('configure', { backend: 'wasm', autosaveSeconds: 3 });
  const spec = await first.preset('dcgan-mnist', {
    steps: 1_000_000,
    batch: 32,
    networks: { generator: dcgan(16), discriminator: dcgan(16) },
    evaluation: { every: 0, samples: 100 },
  });
  const run = await first.call('create', spec);
  await first.call('start', run.id);
  await first.waitForStep(run.id, 1);
  await expect.poll(async () => (await first.call('open', run.id)).checkpoints.length).toBeGreaterThan(0);
  await first.kill();

  const second = await App.open(context, `#/lab/${run.id}`);
  const { step } = await second.call('open', run.id);
  expect(step).toBeGreaterThan(0);
  await second.page
    .getByRole('button', { name: /play|start|train|resume|continue/i })
    .first()
    .click();
  await second.waitForStep(run.id, step + 20);
  await second.call('pause', run.id);
  const later = await second.call('open', run.id);
  expect(later.step).toBeGreaterThanOrEqual(step + 20);
  expect(later.frameSteps.at(-1)).toBeLessThanOrEqual(later.step);
  expect(second.errors).toEqual([]);
});
