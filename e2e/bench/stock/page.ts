import type { StockAnswer, StockOrder } from './worker.ts';

declare global {
  /** Measures one step of stock TensorFlow.js in a fresh worker. Never rejects. */
  var measureStock: (order: StockOrder) => Promise<StockAnswer>;
}

globalThis.measureStock = (order) => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const fallen = (note: string): StockAnswer => ({ backend: null, ms: null, repeats: 0, note });
  return new Promise<StockAnswer>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<StockAnswer>) => resolve(data);
    worker.onerror = ({ message }) => resolve(fallen(`the worker failed: ${message}`));
    setTimeout(() => resolve(fallen(`a step takes longer than ${order.budgetMs / 1000} s`)), 3 * order.budgetMs);
    worker.postMessage(order);
  }).finally(() => worker.terminate());
};
