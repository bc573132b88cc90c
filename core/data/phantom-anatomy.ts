import { cosPi, sinPi } from '../random/elementary.ts';

/** Pixels a side. */
export const side = 64;

/** Uniform numbers that one anatomy takes. */
export const drawsEach = 36;

/** The two contrasts of an image, as in magnetic resonance. */
export type Contrast = 't1' | 't2';

/** How bright a tissue is in each contrast. */
type Tissue = Readonly<Record<Contrast, number>>;

/** Water is dark in T1 and bright in T2, fat and white matter the other way round. */
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

/** A distance in pixels far above the rounding errors of where a row meets an ellipse. */
const near = 1e-3;

/**
 * Calls back with runs of pixels of a row that an ellipse covers and the share of them: whole ones many at a time, the
 * share of an edge, which falls from 1 to 0 across one pixel, one by one. The distance to the edge is taken to first order.
 *
 * @param visit gets the first pixel, the one after the last, and their share.
 */
export function coverEllipse(
  { x, y, a, b, turn }: Ellipse,
  visit: (from: number, to: number, share: number) => void,
): void {
  const c = cosPi(turn);
  const s = sinPi(turn);
  const reach = Math.max(a, b) + 1;
  // A pixel from the edge or further, where the share is 1 or 0: the normalised radius is then below or above these.
  const margin = 1 / Math.min(a, b);
  const inner = margin < 1 ? (1 - margin) * (1 - margin) : 0;
  const outer = (1 + margin) * (1 + margin);
  // The square of the normalised radius along a row is square dx^2 + 2 middle dx dy + other dy^2.
  const square = (c * c) / (a * a) + (s * s) / (b * b);
  const middle = c * s * (1 / (a * a) - 1 / (b * b));
  const other = (s * s) / (a * a) + (c * c) / (b * b);
  const [top, bottom] = [Math.max(0, Math.floor(y - reach)), Math.min(side, Math.ceil(y + reach))];
  for (let row = top; row < bottom; row++) {
    const dy = row + 0.5 - y;
    const centre = x - 0.5 - (middle * dy) / square;
    // Half the length of what lies within a radius, of this row; NaN where it misses.
    const most = middle * dy * (middle * dy) - square * other * dy * dy;
    const outerHalf = Math.sqrt(most + square * outer) / square;
    if (Number.isNaN(outerHalf)) continue;
    const innerHalf = Math.sqrt(most + square * inner) / square;
    // What lies near a root is looked at one by one: rounding decides nothing.
    const left = Math.max(0, Math.ceil(centre - outerHalf - near));
    const right = Math.min(side, Math.floor(centre + outerHalf + near) + 1);
    const wholeFrom = Math.max(left, Math.ceil(centre - innerHalf + near));
    const wholeTo = Math.min(right, Math.floor(centre + innerHalf - near) + 1);
    const isWhole = wholeTo > wholeFrom;
    for (let column = left; column < right; column++) {
      if (isWhole && column === wholeFrom) {
        visit(row * side + wholeFrom, row * side + wholeTo, 1);
        column = wholeTo - 1;
        continue;
      }
      const dx = column + 0.5 - x;
      const u = (c * dx + s * dy) / a;
      const v = (c * dy - s * dx) / b;
      const level = u * u + v * v;
      if (level >= outer) continue;
      const slope = 2 * Math.sqrt((u * u) / (a * a) + (v * v) / (b * b));
      // At the very centre the slope is 0, and the pixel inside.
      const share = level <= inner || slope === 0 ? 1 : Math.min(1, Math.max(0, 0.5 - (level - 1) / slope));
      if (share > 0) visit(row * side + column, row * side + column + 1, share);
    }
  }
}

/** What a head is made of, from the outside in: what comes later covers what came before. */
export interface Head {
  readonly parts: readonly { readonly ellipse: Ellipse; readonly tissue: Tissue }[];
  /** Where its lesion is, or would be. */
  readonly spot: Ellipse;
  /** Change of brightness across and down each contrast. */
  readonly shading: Readonly<Record<Contrast, readonly [across: number, down: number]>>;
}

/**
 * A head: scalp, bone, water, grey matter, two hemispheres of white matter, ventricles and deep nuclei, after the
 * ellipses of Shepp and Logan 1974, each of random size and place, and a lesion in one hemisphere where asked for.
 *
 * @param draws `drawsEach` uniform numbers in [0, 1).
 */
export function headOf(draws: Float32Array, withLesion: boolean): Head {
  const parts: { ellipse: Ellipse; tissue: Tissue }[] = [];
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
  const fill = (ellipse: Ellipse, tissue: Tissue): void => {
    parts.push({ ellipse, tissue });
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
  if (withLesion) fill(spot, tissues.lesion);
  const t1 = [between(-0.12, 0.12), between(-0.12, 0.12)] as const;
  return { parts, spot, shading: { t1, t2: [between(-0.12, 0.12), between(-0.12, 0.12)] } };
}

/** Paints one contrast of a head, `[side, side]`. @param into Overwritten. */
export function paintHead({ parts, shading }: Head, contrast: Contrast, into: Float32Array): void {
  into.fill(0);
  for (const { ellipse, tissue } of parts) {
    const value = tissue[contrast];
    coverEllipse(ellipse, (from, to, share) => {
      if (share === 1) for (let pixel = from; pixel < to; pixel++) into[pixel] = value;
      else into[from]! += share * (value - into[from]!);
    });
  }
  shade(into, shading[contrast]);
}

/** Where the lesion of a head is: 1 in pixels that lie in it by half or more, else 0, `[side, side]`. @param into Overwritten. */
export function maskLesion({ spot }: Head, into: Float32Array | Uint8Array): void {
  into.fill(0);
  coverEllipse(spot, (from, to, share) => {
    if (share >= 0.5) into.fill(1, from, to);
  });
}

/** The slow change of brightness across an image that a receiving coil leaves. */
function shade(image: Float32Array, [across, down]: readonly [number, number]): void {
  for (let row = 0; row < side; row++) {
    const v = (row + 0.5) / (side / 2) - 1;
    for (let column = 0; column < side; column++) {
      const u = (column + 0.5) / (side / 2) - 1;
      image[row * side + column]! *= 1 + across * u + down * v;
    }
  }
}
