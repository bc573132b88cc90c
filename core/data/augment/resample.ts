import type { AffineMap } from './affine.ts';

/** Takes each pixel of an image from where a map leads, in place. */
export type Resampler = (x: Float32Array, from: number, map: AffineMap) => void;

/**
 * Makes what resamples images of this size: bilinear, with black outside. A map of whole pixels moves values as they are.
 * `x[from]` is the first value of the image, `[height, width, channels]`.
 */
export function resampler(height: number, width: number, channels: number): Resampler {
  // With a black pixel around it no pixel of the image is a special case.
  const stride = (width + 2) * channels;
  const source = new Float32Array((height + 2) * stride);
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];

  return (x, from, map) => {
    for (let row = 0, at = from; row < height; row++) {
      const start = (row + 1) * stride + channels;
      const end = start + width * channels;
      for (let i = start; i < end; i++) source[i] = x[at++]!;
    }
    const a = map[0]!;
    const b = map[1]!;
    const c = map[2]!;
    const d = map[3]!;
    const shiftX = map[4]! + centreX + 1;
    const shiftY = map[5]! + centreY + 1;
    for (let row = 0, to = from; row < height; row++) {
      const v = row - centreY;
      for (let column = 0; column < width; column++) {
        const u = column - centreX;
        // Counted from the black pixels at the left and the top.
        const placeX = a * u + b * v + shiftX;
        const placeY = c * u + d * v + shiftY;
        const next = to + channels;
        if (placeX >= 0 && placeY >= 0 && placeX < width + 1 && placeY < height + 1) {
          const left = placeX | 0;
          const top = placeY | 0;
          const fx = placeX - left;
          const fy = placeY - top;
          for (let upper = top * stride + left * channels; to < next; upper++, to++) {
            const lower = upper + stride;
            const above = source[upper]! + fx * (source[upper + channels]! - source[upper]!);
            const below = source[lower]! + fx * (source[lower + channels]! - source[lower]!);
            x[to] = above + fy * (below - above);
          }
        } else for (; to < next; to++) x[to] = 0;
      }
    }
  };
}
