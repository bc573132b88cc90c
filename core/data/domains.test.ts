import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from './dataset.ts';
import { loadDataset } from './load.ts';
import { nodeAssetReader } from './pack.ts';

const read = nodeAssetReader();
/** The hues of the four kinds of shape, as which of red, green and blue is the largest and whether two are. */
function hueOf([red, green, blue]: readonly number[]): number | undefined {
  if (Math.max(red!, green!, blue!) < 0.3) return undefined;
  if (green! > 0.7 * red! && red! > 0.9 * green!) return 3;
  return [red!, green!, blue!].indexOf(Math.max(red!, green!, blue!));
}

describe('outlines and shapes', () => {
  const side = 32;
  let set: Dataset;
  beforeAll(async () => {
    set = await loadDataset({ kind: 'shape-domains' }, read);
  });

  it('have every kind as often as the others', () => {
    const counts = [0, 0, 0, 0];
    for (const label of set.examples('train', 0, 2000).labels) counts[label]!++;
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(4 * Math.sqrt(375));
  });

  it('have the hue of the kind, one or two kinds a scene, in two shades', () => {
    const count = 200;
    const { pair, labels } = set.examples('test', 0, count);
    const shades = new Set<string>();
    for (let i = 0; i < count; i++) {
      const hues = new Map<number, number>();
      for (let j = 0; j < side * side; j++) {
        const rgb = pair!.subarray(3 * (i * side * side + j), 3 * (i * side * side + j) + 3);
        const hue = hueOf([...rgb]);
        if (hue === undefined) continue;
        hues.set(hue, (hues.get(hue) ?? 0) + 1);
        if (hue === 0) shades.add(rgb[0]!.toFixed(3));
      }
      expect(hues.get(labels[i]!)).toBeGreaterThan(20);
    }
    expect(shades.has('0.950') && shades.has((0.55 * 0.95).toFixed(3))).toBe(true);
  });

  it('have the area of the disc, and no line within it', async () => {
    const { x, pair, labels } = set.examples('test', 0, 400);
    let alone = 0;
    for (let i = 0; i < 400; i++) {
      if (labels[i] !== 0) continue;
      // The filled area A of a lone disc and the length L of its outline agree: L^2 = 4 pi A.
      let [area, ink] = [0, 0];
      let others = false;
      for (let j = 0; j < side * side; j++) {
        const at = 3 * (i * side * side + j);
        const hue = hueOf([...pair!.subarray(at, at + 3)]);
        others ||= hue !== undefined && hue !== 0;
        const red = pair![at]!;
        area += (red - 0.06) / ((red > 0.6 ? 0.95 : 0.95 * 0.55) - 0.06);
        ink += 1 - x[at]!;
      }
      // Scenes with a second shape have more outline than area allows.
      const length = ink / 1.4;
      if (others || (length * length) / (4 * Math.PI * area) > 1.15) continue;
      alone++;
      expect((length * length) / (4 * Math.PI * area)).toBeGreaterThan(0.85);
    }
    expect(alone).toBeGreaterThan(20);
  });

  it('change places when swapped, and part when unmatched but for the test set', async () => {
    const swapped = await loadDataset({ kind: 'shape-domains', swap: true }, read);
    const apart = await loadDataset({ kind: 'shape-domains', matched: false }, read);
    const [one, other, unmatched] = [set, swapped, apart].map((domain) => domain.batch(3, 2, 6));
    expect([other!.x, other!.pair]).toEqual([one!.pair, one!.x]);
    expect(unmatched!.x).toEqual(one!.x);
    expect(unmatched!.pair).not.toEqual(one!.pair);
    expect(apart.pair).toEqual({ shape: [32, 32, 3], matched: false });
    expect(apart.examples('test', 0, 5)).toEqual(set.examples('test', 0, 5));
  });
});

describe('digits in two styles', () => {
  const pixels = 28 * 28;
  const load = (values: object): Promise<Dataset> =>
    loadDataset({ kind: 'digit-domains', matched: true, ...values }, read);

  it('show MNIST’s digits first, with their labels, grey in three channels', async () => {
    const set = await load({});
    const mnist = await loadDataset({ kind: 'mnist' }, read);
    const [{ x, labels }, grey] = [set.examples('test', 5, 4), mnist.examples('test', 5, 4)];
    expect(labels).toEqual(grey.labels);
    expect(x).toEqual(Float32Array.from(x, (_, i) => grey.x[Math.floor(i / 3)]!));
  });

  it('invert to the exact complement', async () => {
    const { x, pair } = (await load({ style: 'inverted' })).batch(1, 0, 3);
    expect(pair).toEqual(x.map((value) => 1 - value));
  });

  it('colour each digit with one ink on one ground, another for each', async () => {
    const { x, pair } = (await load({ style: 'coloured' })).examples('test', 0, 20);
    const grounds = new Set<string>();
    for (let i = 0; i < 20; i++) {
      const colours = new Set<string>();
      for (let j = i * pixels; j < (i + 1) * pixels; j++) {
        const rgb = pair!.subarray(3 * j, 3 * j + 3).join();
        if (x[3 * j] === 0) colours.add(rgb);
      }
      expect(colours.size).toBe(1);
      grounds.add([...colours][0]!);
    }
    expect(grounds.size).toBe(20);
  });

  it('outline strokes: nothing within them or outside', async () => {
    const { x, pair } = (await load({ style: 'edges' })).examples('test', 0, 10);
    let [edges, strokes] = [0, 0];
    x.forEach((value, i) => {
      if (value === 0) expect(pair![i]).toBe(0);
      expect(pair![i]).toBeLessThanOrEqual(value);
      edges += pair![i]!;
      strokes += value;
    });
    expect(edges / strokes).toBeGreaterThan(0.3);
    expect(edges / strokes).toBeLessThan(0.9);
  });

  it('texture the ground and let the digit turn it brighter', async () => {
    const { x, pair } = (await load({ style: 'textured' })).examples('test', 0, 20);
    const [ink, ground] = [1, 0].map((level) => pair!.filter((_, i) => x[i] === level));
    expect(Math.max(...ground!)).toBeLessThanOrEqual(0.7 + 1e-6);
    expect(Math.min(...ink!)).toBeGreaterThanOrEqual(0.3 - 1e-6);
    const spread = (values: Float32Array): number => {
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
      return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
    };
    expect(spread(ground!)).toBeGreaterThan(0.08);
  });
});
