import { cosPi, sinPi } from '../random/elementary.ts';

export const spriteShapes = ['square', 'ellipse', 'heart'] as const;
type SpriteShape = (typeof spriteShapes)[number];

/** Sizes from half of the largest to the largest, in equal steps. */
export const scales = 6;
/** Parts of a whole turn. */
export const orientations = 40;
/** Pixels a side of the square that holds every shape in every orientation. */
export const boxSide = 32;

/** Half the side of the largest square, in pixels. */
export const squareReach = 11;
/** Half-axes of the largest ellipse, in pixels. */
export const ellipseReach = [15.5, 8.5] as const;
/** Pixels to a unit of the largest heart's equation. */
export const heartUnit = 12;

/** Whether a point, in pixels of the largest size and upright, is within a shape. */
const contains: Readonly<Record<SpriteShape, (u: number, v: number) => boolean>> = {
  square: (u, v) => Math.abs(u) <= squareReach && Math.abs(v) <= squareReach,
  ellipse(u, v) {
    const x = u / ellipseReach[0];
    const y = v / ellipseReach[1];
    return x * x + y * y <= 1;
  },
  // (x^2 + y^2 - 1)^3 <= x^2 y^3, y upwards: a heart within 1.26 of (0, 0.25).
  heart(u, v) {
    const x = u / heartUnit;
    const y = 0.25 - v / heartUnit;
    const inner = x * x + y * y - 1;
    return inner * inner * inner <= x * x * y * y * y;
  },
};

const made = new Map<number, Uint8Array>();

/** Numbers that a stamp has for each row: two runs of pixels, each as its first pixel and the one after its last. */
export const perRow = 4;

/**
 * The pixels whose centres lie within a shape, as runs of each row of the box, `[boxSide, perRow]`; a run that is not
 * needed is empty. Made once: 720 of them are 90 KB.
 *
 * @param pose (shape * scales + scale) * orientations + orientation.
 */
export function stampOf(pose: number): Uint8Array {
  let stamp = made.get(pose);
  if (stamp === undefined) {
    stamp = makeStamp(pose);
    made.set(pose, stamp);
  }
  return stamp;
}

function makeStamp(pose: number): Uint8Array {
  const turn = (2 * (pose % orientations)) / orientations;
  const enlarge = (2 * (scales - 1)) / (scales - 1 + (Math.floor(pose / orientations) % scales));
  const within = contains[spriteShapes[Math.floor(pose / (orientations * scales))]!];
  const c = cosPi(turn) * enlarge;
  const s = sinPi(turn) * enlarge;
  const stamp = new Uint8Array(perRow * boxSide);
  for (let row = 0; row < boxSide; row++) {
    const y = row + 0.5 - boxSide / 2;
    let at = perRow * row;
    let before = false;
    for (let column = 0; column <= boxSide; column++) {
      const x = column + 0.5 - boxSide / 2;
      const inside = column < boxSide && within(c * x + s * y, c * y - s * x);
      // A heart's notch parts a row in two; no row of these shapes has more.
      if (inside !== before) stamp[at++] = column;
      before = inside;
    }
  }
  return stamp;
}
