import type { TraitsOf } from './traits.ts';

/** Columns done together, and numbers that are summed on their own: see `assembly/reduce.ts`. */
const chunkColumns = 1024;
const blockNumbers = 16384;
const runLength = 4096;

export const reductions: TraitsOf<'reduce' | 'argReduce' | 'softmax'> = {
  reduce: {
    code: 5,
    work: ({ params: { outer, length, inner } }) => outer * length * inner,
    /** Totals in double precision: of each thread's own columns, or of each part where parts are shared out. */
    scratch: ({ params: { outer, length, inner } }, threads) => {
      if (inner === 1) return threads === 1 ? 0 : 8 * outer * Math.ceil(length / runLength);
      const widest = Math.min(inner, chunkColumns);
      const blocks = Math.ceil(length / Math.max(16, Math.floor(blockNumbers / widest)));
      const parts = outer * Math.ceil(inner / chunkColumns) * blocks;
      return 8 * widest * (threads === 1 || blocks <= 1 ? threads : parts);
    },
  },
  argReduce: { code: 6, work: ({ params: { outer, length, inner } }) => outer * length * inner },
  softmax: { code: 7, work: ({ params: { rows, columns } }) => 20 * rows * columns },
};
