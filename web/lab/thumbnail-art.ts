import type { DatasetCard } from '../../core/spec/catalogue.ts';

/** Dots and pixel pictures that stand for a dataset on a card. Decoration: nothing is measured with them. */
export type Art =
  | { readonly kind: 'points'; readonly points: readonly (readonly [number, number])[] }
  | {
      readonly kind: 'pixels';
      readonly pictures: readonly (readonly string[])[];
      /** Whether the pictures have a colour each. */
      readonly coloured: boolean;
    };

const digits = [
  ['.####.', '##..##', '##..##', '##..##', '.####.'],
  ['..##..', '.###..', '..##..', '..##..', '.####.'],
  ['.####.', '....##', '..###.', '.##...', '######'],
  ['#####.', '....##', '..###.', '....##', '#####.'],
  ['##..##', '##..##', '######', '....##', '....##'],
  ['######', '##....', '#####.', '....##', '#####.'],
  ['.####.', '##....', '#####.', '##..##', '.####.'],
  ['######', '....##', '...##.', '..##..', '.##...'],
  ['.####.', '##..##', '.####.', '##..##', '.####.'],
  ['.####.', '##..##', '.#####', '....##', '.####.'],
];

const clothes = [
  ['##..##', '######', '.####.', '.####.', '.####.'],
  ['.####.', '.####.', '.#..#.', '.#..#.', '.#..#.'],
  ['..##..', '.####.', '..##..', '.####.', '######'],
  ['......', '....##', '#..###', '######', '#.....'],
  ['.####.', '.#..#.', '######', '######', '######'],
  ['##....', '##....', '##....', '######', '######'],
];

const solids = [
  ['######', '######', '######', '######', '######'],
  ['..##..', '.####.', '######', '.####.', '..##..'],
  ['.#..#.', '######', '######', '.####.', '..##..'],
];

const heads = [
  ['.####.', '##..##', '#.##.#', '##..##', '.####.'],
  ['.####.', '#.##.#', '#.##.#', '#....#', '.####.'],
];

function picturesOf(id: string): readonly (readonly string[])[] {
  if (id.includes('fashion')) return clothes;
  if (id.includes('sprites') || id.includes('shape')) return solids;
  return id.includes('phantom') ? heads : digits;
}

/** A dataset's art: by the words of its id where they say what it looks like, else by its shape. */
export function artOf(dataset: Pick<DatasetCard, 'id' | 'shape'> | undefined): Art {
  const id = dataset?.id ?? '';
  if ((dataset?.shape.length ?? 1) > 1)
    return { kind: 'pixels', pictures: picturesOf(id), coloured: dataset?.shape.at(-1) === 3 };
  if (id.includes('grid')) return { kind: 'points', points: clusters(grid(), 10, 0.018) };
  if (id.includes('moon')) return { kind: 'points', points: scatter(190, moon, 0.035) };
  if (id.includes('roll')) return { kind: 'points', points: scatter(220, roll, 0.025) };
  if (id.includes('ring')) return { kind: 'points', points: clusters(ring(), 26, 0.03) };
  return { kind: 'points', points: scatter(200, () => [0, 0], 0.3) };
}

type Point = readonly [number, number];

function ring(): readonly Point[] {
  return Array.from({ length: 8 }, (_, i) => [0.72 * Math.cos((i * Math.PI) / 4), 0.72 * Math.sin((i * Math.PI) / 4)]);
}

function grid(): readonly Point[] {
  return Array.from({ length: 25 }, (_, i) => [((i % 5) - 2) * 0.36, (Math.floor(i / 5) - 2) * 0.36]);
}

function moon(t: number, i: number): Point {
  const angle = Math.PI * t;
  return i % 2 === 0
    ? [0.5 * Math.cos(angle) - 0.22, 0.5 * Math.sin(angle) - 0.12]
    : [0.22 - 0.5 * Math.cos(angle), 0.12 - 0.5 * Math.sin(angle)];
}

function roll(t: number): Point {
  const angle = 1.5 * Math.PI * (1 + 2 * t);
  return [(angle * Math.cos(angle)) / 16, (angle * Math.sin(angle)) / 16];
}

/** Golden-ratio sequence along a curve: the same picture every time, evenly spread. */
const spread = (i: number, by: number): number => (i * by) % 1;

/** A hash of i in [0, 1): spreads what must not look regular. */
function scramble(i: number): number {
  const mixed = Math.imul((i + 1) ^ (i >>> 3), 0x9e3779b1);
  return (Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 8) / 2 ** 24;
}

function noise(i: number, size: number): Point {
  const radius = size * Math.sqrt(-2 * Math.log(1 - 0.97 * scramble(i)));
  const angle = 2 * Math.PI * scramble(i + 7919);
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

function clusters(centres: readonly Point[], each: number, size: number): readonly Point[] {
  return centres.flatMap(([x, y], c) =>
    Array.from({ length: each }, (_, i): Point => {
      const [dx, dy] = noise(c * each + i + 1, size);
      return [x + dx, y + dy];
    }),
  );
}

function scatter(count: number, curve: (t: number, i: number) => Point, size: number): readonly Point[] {
  return Array.from({ length: count }, (_, i) => {
    const [x, y] = curve(spread(i, 0.569_840_291), i);
    const [dx, dy] = noise(i + 1, size);
    return [x + dx, y + dy];
  });
}
