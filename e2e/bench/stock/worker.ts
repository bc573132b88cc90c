/** Runs unmodified TensorFlow.js, as published, in a worker of its own: no kernel and no gradient of ours. */
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgpu';
import type { Step } from './steps.ts';
import { steps } from './steps.ts';

export interface StockOrder {
  readonly step: string;
  /** Tried in this order until one can train the step. */
  readonly backends: readonly ('wasm' | 'cpu' | 'webgpu')[];
  readonly budgetMs: number;
  /** Counts the dispatches of one step instead of timing many. */
  readonly dispatches?: boolean;
  readonly batch?: number;
}

export interface StockAnswer {
  readonly backend: 'wasm' | 'cpu' | 'webgpu' | null;
  readonly ms: number | null;
  readonly repeats: number;
  readonly dispatches?: number;
  /** Why backends before this one could not, or none could. */
  readonly note: string;
}

const files = new URL('wasm/', self.location.href.replace(/assets\/[^/]*$/, '')).href;

async function start(backend: string): Promise<void> {
  // One thread against one thread; its threads would also need worker scripts made from text.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const simd = `${files}tfjs-backend-wasm-simd.wasm`;
  setWasmPaths({
    'tfjs-backend-wasm.wasm': simd,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': simd,
  });
  if (!(await tf.setBackend(backend))) throw new Error(`there is no ${backend} backend`);
  await tf.ready();
}

async function measure({ step, backends, budgetMs, dispatches, batch }: StockOrder): Promise<StockAnswer> {
  const faults: string[] = [];
  for (const backend of backends) {
    try {
      await start(backend);
      const run = steps[step]!(batch);
      const note = faults.join('; ');
      if (dispatches) return { backend, ms: null, repeats: 1, dispatches: await dispatchesOf(run), note };
      return { backend, ...time(run, budgetMs), note };
    } catch (error) {
      faults.push(`${backend}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { backend: null, ms: null, repeats: 0, note: faults.join('; ') };
}

/** Median; a step that takes most of the budget is measured once, warm-up and all. */
function time(run: Step, budgetMs: number): { ms: number; repeats: number } {
  const begin = performance.now();
  const once = (): number => {
    const start = performance.now();
    run();
    return performance.now() - start;
  };
  const first = once();
  if (first > budgetMs / 2) return { ms: first, repeats: 1 };
  const samples: number[] = [];
  while (samples.length < 3 || (performance.now() - begin < budgetMs && samples.length < 1000)) samples.push(once());
  samples.sort((a, b) => a - b);
  return { ms: samples[samples.length >> 1]!, repeats: samples.length };
}

interface Counted {
  runWebGPUProgram(...values: unknown[]): unknown;
}

/** Programs that the WebGPU backend dispatches in a step, the first aside. */
async function dispatchesOf(run: Step): Promise<number> {
  const backend = tf.backend() as unknown as Counted;
  const original = backend.runWebGPUProgram;
  let count = 0;
  backend.runWebGPUProgram = function (this: unknown, ...values: unknown[]) {
    count++;
    return original.apply(this, values);
  };
  try {
    run();
    return count;
  } finally {
    backend.runWebGPUProgram = original;
  }
}

self.onmessage = ({ data }: MessageEvent<StockOrder>) => {
  void measure(data).then((answer) => self.postMessage(answer));
};
