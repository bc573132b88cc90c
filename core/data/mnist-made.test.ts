import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset, Split } from './dataset.ts';
import { loadDataset } from './load.ts';
import { nodeAssetReader } from './pack.ts';

const read = nodeAssetReader();
const pixels = 28 * 28;

/** Labels of the first examples of a split, without keeping the images. */
function labelsOf(set: Dataset, split: Split, count: number): number[] {
  const labels: number[] = [];
  for (let start = 0; start < count; start += 1000) labels.push(...set.examples(split, start, 1000).labels);
  return labels;
}

/** One image as text, to look it up. */
const key = (x: ArrayLike<number>): string => Array.from(x, (value) => Math.round(255 * value)).join();

let mnist: Dataset;
beforeAll(async () => {
  mnist = await loadDataset({ kind: 'mnist' }, read);
});

describe('stacked MNIST', () => {
  let set: Dataset;
  beforeAll(async () => {
    set = await loadDataset({ kind: 'stacked-mnist' }, read);
  });

  it('has 128,000 triples to train and the three digits of each in its label', () => {
    expect([set.count('train'), set.count('test'), set.digits]).toEqual([128_000, 26_000, 3]);
    const { x: digits, labels } = mnist.examples('test', 0, 10_000);
    const labelOf = new Map(
      Array.from(labels, (label, i) => [key(digits.subarray(i * pixels, (i + 1) * pixels)), label]),
    );
    const { x, labels: triples } = set.examples('test', 0, 50);
    for (let i = 0; i < 50; i++) {
      const each = [0, 1, 2].map((channel) => {
        const image = Array.from({ length: pixels }, (_, j) => x[(i * pixels + j) * 3 + channel]!);
        // Every channel is a held-out digit, so no training image is among them.
        return labelOf.get(key(image))!;
      });
      expect(100 * each[0]! + 10 * each[1]! + each[2]!).toBe(triples[i]);
    }
  });

  it('has all 1000 modes, as likely as the digits of MNIST', () => {
    const counts = new Float64Array(1000);
    for (const label of labelsOf(set, 'test', 26_000)) counts[label]!++;
    expect(Math.min(...counts)).toBeGreaterThan(0);
    const digits = new Float64Array(10);
    for (const label of labelsOf(mnist, 'test', 10_000)) digits[label]! += 1 / 10_000;
    // Pearson's statistic of 1000 cells: mean 999, deviation 45.
    let statistic = 0;
    for (let mode = 0; mode < 1000; mode++) {
      const expected =
        26_000 * digits[Math.floor(mode / 100)]! * digits[Math.floor(mode / 10) % 10]! * digits[mode % 10]!;
      statistic += (counts[mode]! - expected) ** 2 / expected;
    }
    expect(Math.abs(statistic - 999)).toBeLessThan(4 * 45);
  });
});

describe('coloured MNIST', () => {
  const load = (values: object): Promise<Dataset> => loadDataset({ kind: 'coloured-mnist', ...values }, read);

  it.each([0, 0.5, 0.9, 1])(
    'of strength %d has that share of own colours, and a tenth of the rest',
    async (strength) => {
      const { factors } = await load({ strength });
      const values = factors!.of('train', 0, 60_000);
      let own = 0;
      for (let i = 0; i < 60_000; i++) if (values[2 * i] === values[2 * i + 1]) own++;
      const share = strength + (1 - strength) / 10;
      expect(Math.abs(own / 60_000 - share)).toBeLessThanOrEqual(4 * Math.sqrt((share * (1 - share)) / 60_000));
    },
  );

  it('has a strength of its own in the test set, and uses every colour', async () => {
    const { factors } = await load({ strength: 1, testStrength: 0 });
    const test = factors!.of('test', 0, 10_000);
    const counts = new Float64Array(10);
    let own = 0;
    for (let i = 0; i < 10_000; i++) {
      counts[test[2 * i + 1]!]!++;
      if (test[2 * i] === test[2 * i + 1]) own++;
    }
    expect(own / 10_000).toBeCloseTo(0.1, 1);
    expect(Math.min(...counts)).toBeGreaterThan(880);
    expect(Math.max(...counts)).toBeLessThan(1120);
  });

  it('shows the digit in its colour: the brightest channel is MNIST’s own image, and hue does not vary', async () => {
    const set = await load({});
    const { x, labels } = set.examples('test', 0, 30);
    const values = set.factors!.of('test', 0, 30);
    const grey = mnist.examples('test', 0, 30);
    for (let i = 0; i < 30; i++) {
      expect(labels[i]).toBe(grey.labels[i]);
      expect(values[2 * i]).toBe(labels[i]);
      const colours = new Set<string>();
      for (let j = 0; j < pixels; j++) {
        const value = grey.x[i * pixels + j]!;
        const rgb = [...x.subarray(3 * (i * pixels + j), 3 * (i * pixels + j) + 3)];
        expect(Math.max(...rgb)).toBeLessThanOrEqual(value);
        if (value > 0.5) colours.add(rgb.map((channel) => (channel / value).toFixed(4)).join());
      }
      expect(colours.size).toBe(1);
    }
  });

  it('renders each digit in each colour, and refuses what there is not', async () => {
    const { factors } = await load({});
    const { x, labels } = mnist.examples('test', 0, 10);
    const first = labels.findIndex((label) => label === 7);
    const rendered = factors!.render(Int32Array.from([7, 9]));
    const white = Float32Array.from({ length: 3 * pixels }, (_, k) => x[first * pixels + Math.floor(k / 3)]!);
    expect(rendered).toEqual(white);
    expect(() => factors!.render(Int32Array.from([7, 10]))).toThrow(RangeError);
    expect(() => factors!.of('test', 9_999, 2)).toThrow(RangeError);
  });
});

describe('moving digits', () => {
  let set: Dataset;
  beforeAll(async () => {
    set = await loadDataset({ kind: 'moving-digits' }, read);
  });

  it('moves one pixel a frame to the side that the label says, and wraps around', () => {
    const { x, labels } = set.examples('test', 0, 20);
    expect(new Set(labels)).toEqual(new Set([0, 1]));
    for (let i = 0; i < 20; i++) {
      const at = (frame: number, row: number, column: number): number =>
        x[((i * 20 + frame) * 28 + row) * 28 + ((column + 28) % 28)]!;
      const by = labels[i] === 1 ? 1 : -1;
      let still = 0;
      for (let frame = 1; frame < 20; frame++) {
        for (let place = 0; place < pixels; place++) {
          const [row, column] = [Math.floor(place / 28), place % 28];
          if (at(frame, row, column) !== at(frame - 1, row, column - by)) throw new Error(`frame ${frame} of ${i}`);
          if (at(frame, row, column) !== at(frame - 1, row, column)) still++;
        }
      }
      expect(still).toBeGreaterThan(0);
    }
  });

  it('is the digit of the same number, shifted', () => {
    const sorted = (values: Float32Array): number[] => [...values].sort((a, b) => a - b);
    const { x } = set.examples('test', 3, 1);
    expect(sorted(x.subarray(0, pixels))).toEqual(sorted(mnist.examples('test', 3, 1).x));
  });

  it('moves as often to either side, from anywhere', () => {
    const labels = labelsOf(set, 'train', 1000);
    const right = labels.reduce((sum, label) => sum + label, 0);
    expect(Math.abs(right - 500)).toBeLessThan(4 * Math.sqrt(250));
  });
});
