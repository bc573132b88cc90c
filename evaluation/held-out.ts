import type { Dataset, Split } from '../core/data/dataset.ts';
import { meanOf } from './measures/mean.ts';
import type { MetricContext, Watch } from './metric.ts';

/** Examples that are in memory at a time: 32 MB at 64 x 64. */
const blockRows = 2000;

/** A run of consecutive examples of a split. */
export interface Block {
  /** `[rows, ...shape]` */
  readonly x: Float32Array;
  /** Class of each, where the set has classes. */
  readonly labels: Int32Array;
  /** Number of the first. */
  readonly start: number;
  readonly rows: number;
  /** Reports the part of the whole that the block is. */
  readonly watch: Watch;
}

type Looked = Pick<MetricContext, 'subject' | 'signal' | 'progress'>;

/** Held-out examples to measure with: what the plan allows and the set has. */
export function heldOutCount({ samples, subject }: MetricContext): number {
  return Math.min(samples, subject.dataset.count('test'));
}

/** Visits the first `count` examples of a split a block at a time, so that a large set need never be in memory whole. */
export async function eachBlock(
  { subject, signal, progress }: Looked,
  split: Split,
  count: number,
  visit: (block: Block) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < count; start += blockRows) {
    const rows = Math.min(blockRows, count - start);
    const watch = { signal, progress: (fraction: number) => progress((start + fraction * rows) / count) };
    await visit({ ...subject.dataset.examples(split, start, rows), start, rows, watch });
  }
}

/**
 * Mean of -log p over the first `count` held-out examples where the density is known: on average no model can be less
 * surprised.
 */
export function entropyOf({ examples, logDensity }: Dataset, count: number): number | undefined {
  return logDensity && -meanOf(logDensity(examples('test', 0, count).x)).mean;
}

/** Posterior means of examples, with their classes. */
export interface Codes {
  readonly count: number;
  readonly dimension: number;
  /** `[count, dimension]` */
  readonly means: Float32Array;
  readonly labels: Int32Array;
}

const known = new WeakMap<Looked['subject'], Map<string, Codes>>();

/** Codes of the first `count` examples of a split, made once and shared between metrics. @throws Error for a code that is not finite. */
export async function codesOf(context: Looked, split: Split, count: number): Promise<Codes> {
  const { subject } = context;
  const memory = known.get(subject) ?? new Map<string, Codes>();
  known.set(subject, memory);
  const key = `${split}/${count}`;
  const codes = memory.get(key) ?? (await encode(context, split, count));
  memory.set(key, codes);
  return codes;
}

async function encode(context: Looked, split: Split, count: number): Promise<Codes> {
  let means = new Float32Array(0);
  const labels = new Int32Array(count);
  await eachBlock(context, split, count, async (block) => {
    const part = await context.subject.encode(block.x, block.watch);
    if (!part.every(Number.isFinite)) throw new Error('The encoder gives codes that are not finite.');
    const dimension = part.length / block.rows;
    if (block.start === 0) means = new Float32Array(count * dimension);
    means.set(part, block.start * dimension);
    labels.set(block.labels, block.start);
  });
  return { count, dimension: means.length / count, means, labels };
}
