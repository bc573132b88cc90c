import { permutation } from '../random/stream.ts';
import type { Dataset, Factors, Split } from './dataset.ts';
import { fixedSeed } from './example-draws.ts';
import { checkRange, finiteDataset } from './finite.ts';
import type { DatasetSource } from './source.ts';
import { boxSide, orientations, perRow, scales, spriteShapes, stampOf } from './sprite-stamps.ts';

const fields = {};

const side = 64;
/** Places along an axis, a pixel apart. */
const places = side - boxSide;
const shape = [side, side, 1];
const names = ['shape', 'scale', 'orientation', 'x', 'y'];
const sizes = [spriteShapes.length, scales, orientations, places, places];
const total = sizes.reduce((product, size) => product * size, 1);
const counts = { train: total - 10_240, test: 10_240 };

/** Clears image `at` of `x` and draws a sprite with its box `left` and `top` pixels in. */
function paint(stamp: Uint8Array, left: number, top: number, x: Float32Array, at: number): void {
  const origin = at * side * side;
  x.fill(0, origin, origin + side * side);
  for (let row = 0; row < boxSide; row++) {
    const line = origin + (top + row) * side + left;
    for (let run = perRow * row; run < perRow * (row + 1); run += 2) {
      for (let column = stamp[run]!; column < stamp[run + 1]!; column++) x[line + column] = 1;
    }
  }
}

/** The grid of factors in its order: the last factor runs fastest. `order` has the grid numbers of the examples. */
function spritesInOrder(order: Uint32Array): Dataset {
  const numberOf = (split: Split, index: number): number => order[split === 'test' ? index : counts.test + index]!;
  const perShape = total / spriteShapes.length;

  return finiteDataset({
    id: 'sprites',
    shape,
    classes: spriteShapes.length,
    counts,
    factors: factorsOf(numberOf),
    labelOf: (split, index) => Math.floor(numberOf(split, index) / perShape),
    draw(split, index, x, at) {
      const number = numberOf(split, index);
      const pose = Math.floor(number / (places * places));
      paint(stampOf(pose), Math.floor(number / places) % places, number % places, x, at);
    },
  });
}

function factorsOf(numberOf: (split: Split, index: number) => number): Factors {
  return {
    names,
    sizes,
    render(values) {
      const count = values.length / sizes.length;
      const out = new Float32Array(count * side * side);
      for (let i = 0; i < count; i++) {
        const row = values.subarray(i * sizes.length, (i + 1) * sizes.length);
        const wrong = row.findIndex((value, f) => value < 0 || value >= sizes[f]!);
        if (wrong >= 0)
          throw new RangeError(`sprites: ${names[wrong]} ${row[wrong]} is not within 0 to ${sizes[wrong]! - 1}`);
        const [kind, scale, orientation, x, y] = row as unknown as [number, number, number, number, number];
        paint(stampOf((kind * scales + scale) * orientations + orientation), x, y, out, i);
      }
      return out;
    },
    of(split, start, count) {
      checkRange('sprites', split, counts[split], start, count);
      const out = new Int32Array(count * sizes.length);
      for (let i = 0; i < count; i++) {
        let rest = numberOf(split, start + i);
        for (let f = sizes.length - 1; f >= 0; f--) {
          out[i * sizes.length + f] = rest % sizes[f]!;
          rest = Math.floor(rest / sizes[f]!);
        }
      }
      return out;
    },
  };
}

/**
 * White shapes on black, one for every combination of shape, scale, orientation and place: the factors of dSprites
 * (Matthey et al. 2017), 737,280 images that are drawn when asked for. A random 10,240 are held out. Other than there,
 * the 40 orientations are all different (dSprites has 0 and 360 degrees), and the square has its four-fold symmetry.
 */
export const sprites: DatasetSource<typeof fields> = {
  card: {
    id: 'sprites',
    title: 'Sprites',
    summary:
      'A square, an ellipse or a heart in every size, orientation and place: 737,280 images of 64 x 64 whose causes are known exactly.',
    fields,
    shape,
    classes: spriteShapes.length,
    classNames: spriteShapes,
    bytes: 0,
    licence: 'Apache-2.0',
    source: 'After Matthey et al., dSprites: disentanglement testing sprites dataset, 2017',
  },
  load: () => spritesInOrder(permutation(fixedSeed, 'sprites/split', 0, total)),
};
