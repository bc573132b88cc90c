/**
 * Affine maps of the plane as six numbers `[a, b, c, d, x, y]`: (u, v) goes to (a u + b v + x, c u + d v + y). A map says
 * where in an image each pixel of its changed copy is taken from; (0, 0) is the image's centre and a pixel is 1 wide.
 */
export type AffineMap = Float64Array;

/** Makes the map leave everything where it is. */
export function resetMap(map: AffineMap): void {
  map.fill(0);
  map[0] = map[3] = 1;
}

/**
 * Puts another change after those of a map: its copy is taken from where the change and then the map lead. Whole numbers
 * stay exact.
 */
export function compose(map: AffineMap, change: AffineMap): void {
  const a = map[0]!;
  const b = map[1]!;
  const c = map[2]!;
  const d = map[3]!;
  map[4] = a * change[4]! + b * change[5]! + map[4]!;
  map[5] = c * change[4]! + d * change[5]! + map[5]!;
  map[0] = a * change[0]! + b * change[2]!;
  map[1] = a * change[1]! + b * change[3]!;
  map[2] = c * change[0]! + d * change[2]!;
  map[3] = c * change[1]! + d * change[3]!;
}

/** Whether the map leaves everything where it is. */
export function isIdentity(map: AffineMap): boolean {
  return map[0] === 1 && map[1] === 0 && map[2] === 0 && map[3] === 1 && map[4] === 0 && map[5] === 0;
}
