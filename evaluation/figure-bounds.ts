/** Least and largest value that a figure can have; an end is absent where it has none. */
export interface FigureBounds {
  readonly least?: number;
  readonly most?: number;
}

/** Bounds of which an end may be infinite, which JSON could not hold. */
export function boundsOf([least, most]: readonly [number, number]): FigureBounds {
  return { ...(Number.isFinite(least) && { least }), ...(Number.isFinite(most) && { most }) };
}

/** Those of a share in per cent. */
export const percentBounds: FigureBounds = { least: 0, most: 100 };
