import { expect, it } from 'vitest';
import { pointsPicture } from './points-picture.ts';

const colourAt = ({ width, pixels }: ReturnType<typeof pointsPicture>, x: number, y: number) => [
  ...pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];

it('draws a point where it lies, y upwards, and nothing for points outside or not finite', () => {
  const samples = Float32Array.of(-1, 1, 5, 5, NaN, 0);
  const picture = pointsPicture({ kind: 'points', step: 1, extent: 1, samples });
  const far = picture.width - 1;
  const ground = colourAt(picture, far, far);
  expect(colourAt(picture, 0, 0)).not.toEqual(ground);
  let painted = 0;
  for (let y = 0; y <= far; y++) {
    for (let x = 0; x <= far; x++) if (colourAt(picture, x, y).join() !== ground.join()) painted++;
  }
  expect(painted).toBe(3);
});

it('shades the surface by sign, its first value at the bottom left', () => {
  const values = Float32Array.of(1, 0, 0, -1);
  const surface = { resolution: 2, values };
  const picture = pointsPicture({ kind: 'points', step: 1, extent: 1, samples: new Float32Array(), surface });
  const far = picture.width - 1;
  const [positive, negative] = [colourAt(picture, 0, far), colourAt(picture, far, 0)];
  expect(colourAt(picture, 0, 0)).toEqual(colourAt(picture, far, far));
  expect(positive[1]).toBeGreaterThan(positive[0]!);
  expect(negative[0]).toBeGreaterThan(negative[1]!);
});
