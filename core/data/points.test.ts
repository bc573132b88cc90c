import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from './dataset.ts';
import { loadDataset } from './load.ts';

const readNothing = () => Promise.reject(new Error('a procedural set reads no file'));
const kinds = ['ring', 'grid', 'swiss-roll', 'moons', 'drawn'];
const loaded = new Map<string, Dataset>();
beforeAll(async () => {
  for (const kind of kinds) loaded.set(kind, await loadDataset({ kind }, readNothing));
});
const get = (kind: string): Dataset => loaded.get(kind)!;

/** Nats; the mean log density of n points has a standard error of about 1 / sqrt(n). */
const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mass and negative entropy of a density by the midpoint rule on a square lattice. */
function integrate(density: (points: Float32Array) => Float64Array, half: number, spacing: number) {
  const side = Math.ceil((2 * half) / spacing);
  let mass = 0;
  let negativeEntropy = 0;
  for (let row = 0; row < side; row++) {
    const points = new Float32Array(2 * side);
    for (let column = 0; column < side; column++) {
      points[2 * column] = -half + (column + 0.5) * spacing;
      points[2 * column + 1] = -half + (row + 0.5) * spacing;
    }
    for (const logP of density(points)) {
      const p = Math.exp(logP) * spacing * spacing;
      mass += p;
      if (p > 0) negativeEntropy += p * logP;
    }
  }
  return { mass, negativeEntropy };
}

describe.each(kinds)('%s', (kind) => {
  it('gives example i of a split whatever range is asked for, and different splits', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(20), (start, count) => {
        const all = get(kind).examples('train', 0, start + count);
        const part = get(kind).examples('train', start, count);
        expect(part.x).toEqual(all.x.slice(2 * start));
        if (get(kind).classes > 0) expect(part.labels).toEqual(all.labels.slice(start));
      }),
      { numRuns: 30 },
    );
    expect(get(kind).examples('test', 0, 9).x).not.toEqual(get(kind).examples('train', 0, 9).x);
  });

  it('gives batches that depend on the seed and the index only', () => {
    const batch = get(kind).batch(7, 3, 64);
    expect(get(kind).batch(7, 3, 64)).toEqual(batch);
    expect(get(kind).batch(7, 4, 64).x).not.toEqual(batch.x);
    expect(get(kind).batch(8, 3, 64).x).not.toEqual(batch.x);
    expect(get(kind).batch(0, 0, 9).x).not.toEqual(get(kind).examples('train', 0, 9).x);
  });

  it('puts a batch into the arrays of an earlier one', () => {
    const earlier = get(kind).batch(1, 2, 64);
    const arrays = { ...earlier };
    const batch = get(kind).batch(7, 3, 64, earlier);
    expect(batch).toEqual(get(kind).batch(7, 3, 64));
    expect(batch.x).toBe(arrays.x);
    expect(batch.labels).toBe(arrays.labels);
  });

  it('keeps its points inside the extent', () => {
    const { x } = get(kind).examples('test', 0, 20_000);
    expect(x.every((value) => Math.abs(value) <= get(kind).extent!)).toBe(true);
  });

  it('has no end: examples are countless', () => {
    expect(get(kind).count('train')).toBe(Infinity);
    expect(get(kind).examples('train', 3_000_000_000, 2).x.length).toBe(4);
  });
});

describe.each([
  ['ring', { modes: 8, radius: 2, std: 0.1 }, 0.05],
  ['grid', { side: 3, spacing: 1, std: 0.1 }, 0.025],
  ['swiss-roll', { noise: 0.5 }, 0.06],
  ['moons', { noise: 0.1 }, 0.08],
  ['drawn', { spread: 0.1 }, 0.05],
])('the density of %s', (kind, values, spacing) => {
  it('has the masses of a grid that its integral over each cell has', async () => {
    const set = await loadDataset({ kind, ...values }, readNothing);
    const [side, parts] = [7, Math.ceil((4 * set.extent!) / 3.5 / spacing)];
    const width = (2 * set.extent!) / side;
    const masses = set.cellMasses!({ extent: set.extent!, side });
    for (const cell of [0, 9, 17, 24, 33, 48]) {
      const points = new Float32Array(2 * parts * parts);
      for (let i = 0; i < parts * parts; i++) {
        points[2 * i] = -set.extent! + width * ((cell % side) + ((i % parts) + 0.5) / parts);
        points[2 * i + 1] = -set.extent! + width * (Math.floor(cell / side) + (Math.floor(i / parts) + 0.5) / parts);
      }
      const integral = set.logDensity!(points).reduce((sum, logP) => sum + Math.exp(logP), 0) * (width / parts) ** 2;
      // The midpoint rule's own error, where a cell's edge cuts through a mode.
      expect(Math.abs(masses[cell]! - integral)).toBeLessThan(2e-3 * (integral + 0.05));
    }
    // Everything lies within six standard deviations.
    expect(set.cellMasses!({ extent: set.extent! + 0.5, side }).reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 6);
  });

  it('has mass 1, and the entropy that its own samples measure', async () => {
    const set = await loadDataset({ kind, ...values }, readNothing);
    const { mass, negativeEntropy } = integrate(set.logDensity!, set.extent! + 0.2, spacing);
    // Within six standard deviations of every curve and mode, and on a lattice finer than one, both errors are below 1e-6.
    expect(mass).toBeCloseTo(1, 5);
    const n = 20_000;
    const measured = meanOf(set.logDensity!(set.examples('test', 0, n).x));
    expect(Math.abs(measured - negativeEntropy)).toBeLessThan(6 / Math.sqrt(n));
  });
});

describe('ring', () => {
  it('has eight distinct modes at radius 2 / 1.414, every 45 degrees', () => {
    const { centres, std } = get('ring').modes!;
    expect(std).toBe(0.02 / 1.414);
    for (let k = 0; k < 8; k++) {
      expect(centres[2 * k]).toBeCloseTo((2 / 1.414) * Math.cos((k * Math.PI) / 4), 12);
      expect(centres[2 * k + 1]).toBeCloseTo((2 / 1.414) * Math.sin((k * Math.PI) / 4), 12);
    }
  });

  it('draws every mode equally often, labels it, and spreads around it by std', () => {
    const n = 40_000;
    const { x, labels } = get('ring').batch(1, 0, n);
    const { centres, std } = get('ring').modes!;
    const counts = new Array<number>(8).fill(0);
    let square = 0;
    for (let i = 0; i < n; i++) {
      const mode = labels[i]!;
      counts[mode]!++;
      square += (x[2 * i]! - centres[2 * mode]!) ** 2 + (x[2 * i + 1]! - centres[2 * mode + 1]!) ** 2;
    }
    for (const count of counts) expect(Math.abs(count - n / 8)).toBeLessThan(5 * Math.sqrt((n / 8) * (7 / 8)));
    expect(Math.abs(square / (2 * n) / std ** 2 - 1)).toBeLessThan(5 / Math.sqrt(n));
  });

  it('has the density of its formula, far away too', () => {
    const { centres, std } = get('ring').modes!;
    const [x, y] = [centres[2]! + std, centres[3]!] as const;
    const near = get('ring').logDensity!(Float32Array.from([x, y]))[0]!;
    // One standard deviation from one mode, more than fifty from the others; f32 rounds x by up to 1e-7, std is 0.014.
    expect(near).toBeCloseTo(-0.5 - Math.log(8 * 2 * Math.PI * std ** 2), 4);
    const far = get('ring').logDensity!(Float32Array.from([1000, 0]))[0]!;
    const distance = 1000 - centres[0]!;
    expect(far / (-(distance ** 2) / (2 * std ** 2))).toBeCloseTo(1, 6);
  });

  it('takes other numbers of modes', async () => {
    const set = await loadDataset({ kind: 'ring', modes: 3, std: 0.5 }, readNothing);
    expect([set.classes, set.modes!.centres.length, set.modes!.std]).toEqual([3, 6, 0.5 / 1.414]);
  });
});

describe('grid', () => {
  it('has 25 modes at multiples of 2 / 2.828 around 0', () => {
    const { centres, std } = get('grid').modes!;
    expect(std).toBe(0.05 / 2.828);
    const expected = [-2, -1, 0, 1, 2].flatMap((column) => [-2, -1, 0, 1, 2].map((row) => [column, row]));
    expected.flat().forEach((step, i) => expect(centres[i]).toBeCloseTo((2 * step) / 2.828, 12));
  });
});

/** The density of a noisy curve by a plain Riemann sum, a hundred times finer than the noise. */
function bruteForce(curves: ((u: number) => readonly [number, number])[], std: number, x: number, y: number): number {
  const n = 400_000;
  let sum = 0;
  for (const curve of curves) {
    for (let i = 0; i < n; i++) {
      const [cx, cy] = curve((i + 0.5) / n);
      sum += Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * std ** 2));
    }
  }
  return Math.log(sum / (n * curves.length * 2 * Math.PI * std ** 2));
}

describe('swiss roll and moons', () => {
  const spiral = (u: number): [number, number] => {
    const t = 1.5 * Math.PI * (1 + 2 * u);
    return [(t * Math.cos(t)) / 7.5, (t * Math.sin(t)) / 7.5];
  };
  const upper = (u: number): [number, number] => [Math.cos(Math.PI * u) - 0.5, Math.sin(Math.PI * u) - 0.25];
  const lower = (u: number): [number, number] => [0.5 - Math.cos(Math.PI * u), 0.25 - Math.sin(Math.PI * u)];

  it.each([
    ['swiss-roll', [spiral], 0.25 / 7.5, spiral(0.3)],
    ['swiss-roll', [spiral], 0.25 / 7.5, [0, -0.65]],
    ['swiss-roll', [spiral], 0.25 / 7.5, [0.1, 0.2]],
    ['moons', [upper, lower], 0.05, upper(0.5)],
    ['moons', [upper, lower], 0.05, [0.5, -0.27]],
    ['moons', [upper, lower], 0.05, [0, 0]],
  ] as const)('the density of %s equals a fine Riemann sum at %#', (kind, curves, std, point) => {
    const points = Float32Array.from(point);
    const [x, y] = points as unknown as [number, number];
    expect(get(kind).logDensity!(points)[0]).toBeCloseTo(bruteForce([...curves], std, x, y), 8);
  });

  it('label the moon of every point, and the roll not at all', () => {
    const { x, labels } = get('moons').batch(3, 0, 1000);
    expect(new Set(labels)).toEqual(new Set([0, 1]));
    // Each moon's points lie near its own circle of radius 1.
    labels.forEach((label, i) => {
      const sign = label === 0 ? 1 : -1;
      const radius = Math.hypot(sign * x[2 * i]! + 0.5, sign * x[2 * i + 1]! + 0.25);
      expect(Math.abs(radius - 1)).toBeLessThan(0.3);
    });
    expect(get('swiss-roll').batch(3, 0, 10).labels.length).toBe(0);
    expect(get('swiss-roll').classes).toBe(0);
  });

  it('take the noise from the settings', async () => {
    const set = await loadDataset({ kind: 'moons', noise: 0.01 }, readNothing);
    const { x, labels } = set.batch(3, 0, 2000);
    let square = 0;
    labels.forEach((label, i) => {
      const sign = label === 0 ? 1 : -1;
      square += (Math.hypot(sign * x[2 * i]! + 0.5, sign * x[2 * i + 1]! + 0.25) - 1) ** 2 / 2000;
    });
    // Distances from a circle are one deviation in the mean square, with a relative error of 1 / sqrt(2 n).
    expect(Math.abs(Math.sqrt(square) / 0.01 - 1)).toBeLessThan(5 / Math.sqrt(4000));
  });
});

describe('loadDataset', () => {
  it('names the datasets there are when it does not know one', async () => {
    await expect(loadDataset({ kind: 'rings' }, readNothing)).rejects.toThrow(/'rings'.*ring, grid/);
  });
});
