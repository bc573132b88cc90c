import { cosPi, sinPi } from '../random/elementary.ts';

/** Pixels a side. */
export const side = 64;

/** Uniform numbers that one anatomy takes. */
export const drawsEach = 36;

/** How bright a tissue is in the two contrasts. */
interface Tissue {
  readonly t1: number;
  readonly t2: number;
}

/** As in magnetic resonance: water is dark in T1 and bright in T2, fat and white matter the other way round. */
const tissues = {
  scalp: { t1: 0.85, t2: 0.45 },
  bone: { t1: 0.1, t2: 0.08 },
  water: { t1: 0.18, t2: 0.92 },
  grey: { t1: 0.48, t2: 0.62 },
  white: { t1: 0.74, t2: 0.38 },
  lesion: { t1: 0.3, t2: 0.82 },
} as const satisfies Record<string, Tissue>;

/** An ellipse in pixels; `turn` in half turns. */
export interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly a: number;
  readonly b: number;
  readonly turn: number;
}

/** Both contrasts of one head and where its lesion is, `[side, side]` each. */
export interface Anatomy {
  readonly t1: Float32Array;
  readonly t2: Float32Array;
  /** Share of each pixel within the lesion. */
  readonly lesion: Float32Array;
}

export const emptyAnatomy = (): Anatomy => ({
  t1: new Float32Array(side * side),
  t2: new Float32Array(side * side),
  lesion: new Float32Array(side * side),
});

/**
 * Calls back with every pixel that an ellipse covers and the share of it, which falls from 1 to 0 across an edge of
 * one pixel: the distance to the edge is taken to first order.
 */
export function coverEllipse({ x, y, a, b, turn }: Ellipse, visit: (pixel: number, share: number) => void): void {
  const c = cosPi(turn);
  const s = sinPi(turn);
  const reach = Math.max(a, b) + 1;
  // A pixel from the edge or further, where the share is 1 or 0: the normalised radius is then below or above these.
  const margin = 1 / Math.min(a, b);
  const inner = margin < 1 ? (1 - margin) * (1 - margin) : 0;
  const outer = (1 + margin) * (1 + margin);
  const [top, bottom] = [Math.max(0, Math.floor(y - reach)), Math.min(side, Math.ceil(y + reach))];
  const [left, right] = [Math.max(0, Math.floor(x - reach)), Math.min(side, Math.ceil(x + reach))];
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const dx = column + 0.5 - x;
      const dy = row + 0.5 - y;
      const u = (c * dx + s * dy) / a;
      const v = (c * dy - s * dx) / b;
      const level = u * u + v * v;
      if (level <= inner) {
        visit(row * side + column, 1);
        continue;
      }
      if (level >= outer) continue;
      const slope = 2 * Math.sqrt((u * u) / (a * a) + (v * v) / (b * b));
      // At the very centre the slope is 0, and the pixel inside.
      const share = slope === 0 ? 1 : Math.min(1, Math.max(0, 0.5 - (level - 1) / slope));
      if (share > 0) visit(row * side + column, share);
    }
  }
}

/**
 * Draws a head: scalp, bone, water, grey matter, two hemispheres of white matter, ventricles and deep nuclei, after the
 * ellipses of Shepp and Logan 1974, each of random size and place, and a lesion in one hemisphere where asked for.
 *
 * @param draws `drawsEach` uniform numbers in [0, 1). @param into Overwritten.
 */
export function drawAnatomy(draws: Float32Array, withLesion: boolean, into: Anatomy): void {
  const { t1, t2, lesion } = into;
  t1.fill(0);
  t2.fill(0);
  lesion.fill(0);
  let next = 0;
  const between = (low: number, high: number): number => low + (high - low) * draws[next++]!;

  const tilt = between(-0.06, 0.06);
  const [c, s] = [cosPi(tilt), sinPi(tilt)];
  const [x, y] = [side / 2 + between(-1, 1), side / 2 + between(-1, 1)];
  const [a, b] = [between(21, 25.5), between(26, 29.5)];
  // Places and sizes within the head are in shares of its half-axes.
  const part = (u: number, v: number, width: number, height: number, turn: number): Ellipse => ({
    x: x + c * u * a - s * v * b,
    y: y + s * u * a + c * v * b,
    a: width * a,
    b: height * b,
    turn: tilt + turn,
  });
  const fill = (ellipse: Ellipse, { t1: first, t2: second }: Tissue): void => {
    coverEllipse(ellipse, (pixel, share) => {
      t1[pixel]! += share * (first - t1[pixel]!);
      t2[pixel]! += share * (second - t2[pixel]!);
    });
  };
  const shell = (depth: number): Ellipse => ({ x, y, a: a - depth, b: b - depth, turn: tilt });

  const scalp = between(1.2, 2.2);
  const bone = scalp + between(1.2, 2.2);
  const water = bone + between(0.6, 1.4);
  fill(shell(0), tissues.scalp);
  fill(shell(scalp), tissues.bone);
  fill(shell(bone), tissues.water);
  fill(shell(water), tissues.grey);

  for (const half of [-1, 1]) {
    const white = { u: 0.36 * half, width: between(0.27, 0.32), height: between(0.58, 0.66) };
    fill(part(white.u, between(-0.04, 0.04), white.width, white.height, 0.03 * half), tissues.white);
    const ventricle = { width: between(0.06, 0.13), height: between(0.2, 0.32), turn: between(0.04, 0.1) };
    fill(part(0.17 * half, between(-0.1, 0), ventricle.width, ventricle.height, ventricle.turn * half), tissues.water);
    const nucleus = between(0.08, 0.12);
    fill(part(0.42 * half, between(0, 0.12), nucleus, 1.3 * nucleus, -0.1 * half), tissues.grey);
  }

  const hemisphere = draws[next++]! < 0.5 ? -1 : 1;
  const spot = part(
    hemisphere * between(0.3, 0.48),
    between(-0.4, 0.4),
    between(0.09, 0.2),
    between(0.08, 0.18),
    between(0, 1),
  );
  if (withLesion) {
    fill(spot, tissues.lesion);
    coverEllipse(spot, (pixel, share) => {
      lesion[pixel] = share;
    });
  }

  shade(t1, between(-0.12, 0.12), between(-0.12, 0.12));
  shade(t2, between(-0.12, 0.12), between(-0.12, 0.12));
}

/** The slow change of brightness across an image that a receiving coil leaves. */
function shade(image: Float32Array, across: number, down: number): void {
  for (let pixel = 0; pixel < image.length; pixel++) {
    const u = ((pixel % side) + 0.5) / (side / 2) - 1;
    const v = (Math.floor(pixel / side) + 0.5) / (side / 2) - 1;
    image[pixel]! *= 1 + across * u + down * v;
  }
}
