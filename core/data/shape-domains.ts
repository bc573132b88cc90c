import { cosPi, sinPi } from '../random/elementary.ts';
import { flag } from '../spec/fields.ts';
import type { ValuesOf } from '../spec/fields.ts';
import type { Dataset, Split } from './dataset.ts';
import { streamsOf, uniformsOfOne } from './example-draws.ts';
import { finiteDataset } from './finite.ts';
import type { DatasetSource } from './source.ts';

const side = 32;
const shape = [side, side, 3];
const values = side * side * 3;
const counts = { train: 50_000, test: 10_000 };
const streams = streamsOf('shape-domains');

/** Half the width of an outline, in pixels. */
const pen = 0.7;
const paper = 1;
const ground = 0.06;
/** How much darker the dark one of a kind's two shades is: what an outline cannot tell. */
const dark = 0.55;

const sinThird = sinPi(1 / 3);

interface Kind {
  readonly name: string;
  /** Red, green, blue of its light shade. */
  readonly colour: readonly [number, number, number];
  /** Pixels from the edge, negative inside, of a shape whose corners are `reach` from its middle. */
  distance(u: number, v: number, reach: number): number;
}

const box = (u: number, v: number, width: number, height: number): number =>
  Math.max(Math.abs(u) - width, Math.abs(v) - height);

/** The kinds of shape; a shape's label is its place here. */
const kinds: readonly Kind[] = [
  { name: 'disc', colour: [0.95, 0.3, 0.25], distance: (u, v, reach) => Math.sqrt(u * u + v * v) - 0.9 * reach },
  { name: 'square', colour: [0.3, 0.85, 0.4], distance: (u, v, reach) => box(u, v, 0.74 * reach, 0.74 * reach) },
  {
    name: 'triangle',
    colour: [0.35, 0.55, 1],
    distance: (u, v, reach) => Math.max(v, sinThird * Math.abs(u) - 0.5 * v) - 0.5 * reach,
  },
  {
    name: 'cross',
    colour: [1, 0.85, 0.25],
    distance: (u, v, reach) => Math.min(box(u, v, 0.32 * reach, reach), box(u, v, reach, 0.32 * reach)),
  },
];

const fields = {
  swap: flag({
    label: 'From colours to outlines',
    help: 'Coloured shapes come first and outlines second. Methods that know no second domain see the first alone.',
    default: false,
  }),
  matched: flag({
    label: 'Matched pairs',
    help: 'Outlines and colours of a pair show the same shapes. Without it they are drawn independently in training.',
    default: true,
  }),
};

const kindOf = (lot: number): number => Math.floor(lot * kinds.length);

/** Numbers of one shape: kind, shade, place, size and turn. */
const perShape = 6;

/** One or two shapes as outlines and filled. */
class Scene {
  readonly outlines = new Float32Array(values);
  readonly colours = new Float32Array(values);
  readonly #draws = new Float32Array(2 * perShape + 1);

  show(split: Split, index: number): void {
    const draws = uniformsOfOne(streams[split], index, this.#draws);
    this.outlines.fill(paper);
    this.colours.fill(ground);
    if (draws[2 * perShape]! < 0.5) this.#add(0);
    this.#add(perShape);
  }

  /** Draws the shape of six numbers over what is there. */
  #add(at: number): void {
    const [lot, shade, across, down, size, angle] = this.#draws.subarray(at, at + perShape) as unknown as number[];
    const { colour, distance } = kinds[kindOf(lot!)]!;
    const light = shade! < 0.5 ? 1 : dark;
    const reach = 6 + 3 * size!;
    const x = 10 + (side - 20) * across!;
    const y = 10 + (side - 20) * down!;
    const c = cosPi(2 * angle!);
    const s = sinPi(2 * angle!);
    for (let pixel = 0; pixel < side * side; pixel++) {
      const dx = (pixel % side) + 0.5 - x;
      const dy = Math.floor(pixel / side) + 0.5 - y;
      // A cross reaches a little further than its arms are long.
      if (dx * dx + dy * dy > (reach + 4) * (reach + 4)) continue;
      const edge = distance(c * dx + s * dy, c * dy - s * dx, reach);
      const inside = Math.min(1, Math.max(0, 0.5 - edge));
      const line = Math.min(1, Math.max(0, 0.5 + pen - Math.abs(edge)));
      for (let channel = 0; channel < 3; channel++) {
        const i = 3 * pixel + channel;
        this.colours[i]! += inside * (light * colour[channel]! - this.colours[i]!);
        const blank = this.outlines[i]! + inside * (paper - this.outlines[i]!);
        this.outlines[i] = blank * (1 - line);
      }
    }
  }
}

function outlinesAndShapes({ swap, matched }: ValuesOf<typeof fields>): Dataset {
  const scene = new Scene();
  const draws = new Float32Array(perShape + 1);
  return finiteDataset({
    id: 'shape-domains',
    shape,
    classes: kinds.length,
    counts,
    pair: { shape, matched },
    labelOf: (split, index) => kindOf(uniformsOfOne(streams[split], index, draws)[perShape]!),
    draw(split, index, x, at) {
      scene.show(split, index);
      x.set(swap ? scene.colours : scene.outlines, at * values);
    },
    drawPair(split, index, into, at) {
      scene.show(split, index);
      into.set(swap ? scene.outlines : scene.colours, at * values);
    },
  });
}

/**
 * Outlines and filled shapes of one or two discs, squares, triangles and crosses. The kind decides the hue, which an
 * outline tells; the shade, light or dark, it does not, so that a mean of both is never right.
 */
export const shapeDomains: DatasetSource<typeof fields> = {
  card: {
    id: 'shape-domains',
    title: 'Outlines and shapes',
    summary:
      'Outlines of shapes and the same shapes in colour, 32 x 32: two domains to translate between, pair by pair or unpaired.',
    fields,
    shape,
    pair: shape,
    classes: kinds.length,
    classNames: kinds.map(({ name }) => name),
    bytes: 0,
    licence: 'Apache-2.0',
    source: 'Drawn here, after the edge data of Isola et al., arXiv:1611.07004',
  },
  load: outlinesAndShapes,
};
