import { expect, test } from '@playwright/test';
import type { CDPSession, Page } from '@playwright/test';
import { App } from '../support/app.ts';

// A trace takes snapshots of the page in the page's own thread, for as long as the tasks that are looked for here.
test.use({ trace: 'off' });

test(
  'the page stays quick while it trains: no task over 100 ms, no error in the console',
  { tag: '@alone' },
  async ({ context }) => {
    const app = await App.open(context, '#/lab');
    await app.call('configure', { backend: 'wasm', autosaveSeconds: 30 });
    const spec = await app.preset('gan-ring', { steps: 200_000 });
    const run = await app.call('create', spec);
    await app.page.goto(`/#/lab/${run.id}`);
    await app.page
      .getByRole('button', { name: /play|start|train/i })
      .first()
      .waitFor();
    // How the page starts up is for Lighthouse to judge.
    await app.page.waitForTimeout(2000);
    await app.page.evaluate(() => {
      const tasks: number[] = [];
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
        type: 'longtask',
      });
      Object.assign(globalThis, { longTasks: tasks });
    });
    await app.call('start', run.id);
    // Other work on the machine only makes a page slower: the best of a few windows is the page's own.
    let long: number[] = [];
    for (let window = 0; window < 3; window++) {
      await app.page.waitForTimeout(5000);
      const tasks = await app.page.evaluate(() =>
        (globalThis as unknown as { longTasks: number[] }).longTasks.splice(0),
      );
      long = tasks.filter((duration) => duration > 100);
      if (long.length === 0) break;
    }
    await app.call('pause', run.id);
    expect(long).toEqual([]);
    expect(app.errors).toEqual([]);
  },
);

/** Where the page's main thread spent its time: seconds of its processor, whatever else the machine did. */
async function threadSeconds(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

/** Milliseconds between animation frames, over so many milliseconds. */
const frameIntervals = (page: Page, duration: number): Promise<number[]> =>
  page.evaluate(
    (duration) =>
      new Promise((resolve) => {
        const intervals: number[] = [];
        let [first, last] = [0, 0];
        const frame = (now: number) => {
          if (last > 0) intervals.push(now - last);
          first ||= now;
          last = now;
          if (now - first < duration) requestAnimationFrame(frame);
          else resolve(intervals);
        };
        requestAnimationFrame(frame);
      }),
    duration,
  );

/** Steps a second over so many milliseconds, told by the worker's events: to ask it would make it draw. */
const stepsPerSecond = (page: Page, duration: number): Promise<number> =>
  page.evaluate(
    (duration) =>
      new Promise((resolve) => {
        let first: { readonly step: number; readonly at: number } | undefined;
        const stop = latentLab.subscribe((event) => {
          if (event.type !== 'progress') return;
          const now = { step: event.step, at: performance.now() };
          first ??= now;
          if (now.at - first.at < duration) return;
          stop();
          resolve((1000 * (now.step - first.step)) / (now.at - first.at));
        });
      }),
    duration,
  );

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

test('the 2-D laboratory draws within a frame, and leaves a step its speed', { tag: '@alone' }, async ({ context }) => {
  const app = await App.open(context, '#/lab');
  const { page } = app;
  await app.call('configure', { backend: 'wasm', autosaveSeconds: 3600 });
  const evaluation = { every: 0, samples: 100 };
  const run = await app.call('create', await app.preset('gan-ring', { steps: 10_000_000, evaluation }));
  const show = async (hash: string) => {
    await page.evaluate((hash) => (location.hash = hash), hash);
    await page.waitForTimeout(700);
  };
  await show(`#/lab/${run.id}`);
  await app.call('start', run.id);
  await app.waitForStep(run.id, 200);

  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await threadSeconds(devtools);
  const intervals = await frameIntervals(page, 5000);
  const perFrame = (1000 * (await threadSeconds(devtools)) - 1000 * before) / intervals.length;
  const late = intervals.filter((interval) => interval > 34).length / intervals.length;

  const open: number[] = [];
  const closed: number[] = [];
  for (let round = 0; round < 5; round++) {
    await show('#/about');
    closed.push(await stepsPerSecond(page, 2500));
    await show(`#/lab/${run.id}`);
    open.push(await stepsPerSecond(page, 2500));
  }
  await app.call('pause', run.id);
  const share = Math.max(...open) / Math.max(...closed);
  const figures =
    `${(1000 / median(intervals)).toFixed(1)} frames/s, ${(100 * late).toFixed(1)}% over 34 ms, ` +
    `${perFrame.toFixed(2)} ms of the page's thread a frame; ${Math.max(...open).toFixed(0)} steps/s at best with the view open, ` +
    `${Math.max(...closed).toFixed(0)} with it closed (${(100 * share).toFixed(0)}%)`;
  test.info().annotations.push({ type: 'measured', description: figures });
  console.log(figures);
  // The rate of frames is also the machine's; the page's own share of a frame of 16.7 ms is not.
  expect(perFrame).toBeLessThan(8);
  // On two cores under other work the page, the compositor and the worker share what is left: the mark for a machine at
  // rest is 80%, which the figures above tell; here it is only that drawing does not become the larger part.
  expect(share).toBeGreaterThanOrEqual(0.5);
  expect(app.errors).toEqual([]);
});
