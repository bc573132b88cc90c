import { chromium } from 'playwright';
import type { StepFigure } from '../../../core/benchmark/report.ts';
import { serve } from '../../serve/server.ts';
import { chromiumArguments, findChromium } from '../../tools/chromium.ts';
import { buildStock } from './build.ts';
import type { StockOrder } from './worker.ts';

/** Unmodified TensorFlow.js in a headless browser of its own. */
export interface StockBench {
  /** A step on WebAssembly where it can train it, else on its reference backend. */
  measure(step: string, budgetMs: number): Promise<StepFigure>;
  /** What WebGPU dispatches in a step, counted on a small batch since it does not depend on it. */
  countDispatches(step: string): Promise<StepFigure>;
  close(): Promise<void>;
}

/** Examples in the batch on which dispatches are counted. */
const countedBatch = 2;

/** A step on a processor that plays a graphics processor takes some seconds. */
const countingMs = 60_000;

export async function openStock(): Promise<StockBench> {
  const { url, close: stopServing } = await serve(await buildStock(), { port: 0 });
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumArguments] });
  const page = await browser.newPage();
  await page.goto(url);
  const order = (values: StockOrder) => page.evaluate((values) => measureStock(values), values);
  return {
    async measure(step, budgetMs) {
      const { backend, ms, repeats, note } = await order({ step, backends: ['wasm', 'cpu'], budgetMs });
      const notes = [note, repeats === 1 ? 'measured once' : ''].filter((words) => words !== '').join('; ');
      return {
        name: step,
        variant: 'stock',
        backend: backend ?? 'cpu',
        threads: 1,
        ms,
        ...(notes !== '' && { note: notes }),
      };
    },
    async countDispatches(step) {
      const answer = await order({
        step,
        backends: ['webgpu'],
        budgetMs: countingMs,
        dispatches: true,
        batch: countedBatch,
      });
      const { dispatches, note } = answer;
      return {
        name: step,
        variant: 'stock',
        backend: 'webgpu',
        threads: 1,
        ms: null,
        ...(dispatches !== undefined && { dispatches }),
        note: dispatches === undefined ? note : `dispatches counted at batch ${countedBatch}`,
      };
    },
    async close() {
      await browser.close();
      await stopServing();
    },
  };
}
