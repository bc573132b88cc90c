/**
 * Finds a minimum of a function of a few numbers without derivatives, by the simplex method of Nelder and Mead (1965).
 * Infinite values are places to keep away from.
 *
 * @param scale Side of the first simplex.
 * @returns the best point once the simplex is narrower than the tolerance in every direction, or after 2000 values.
 */
export function minimise(
  f: (x: readonly number[]) => number,
  start: readonly number[],
  { scale = 0.3, tolerance = 1e-7 }: { scale?: number; tolerance?: number } = {},
): readonly number[] {
  let values = 0;
  const valued = (x: readonly number[]) => ({ x, value: (values++, f(x)) });
  const simplex = [start, ...start.map((_, i) => start.map((value, j) => (i === j ? value + scale : value)))].map(
    valued,
  );
  const mostValues = 2000;
  for (;;) {
    simplex.sort((a, b) => a.value - b.value);
    const [best, worst] = [simplex[0]!, simplex.at(-1)!];
    const width = Math.max(...simplex.flatMap(({ x }) => x.map((value, i) => Math.abs(value - best.x[i]!))));
    if (width < tolerance || values > mostValues) return best.x;
    const others = simplex.slice(0, -1);
    const centre = start.map((_, i) => others.reduce((sum, { x }) => sum + x[i]!, 0) / others.length);
    /** The worst point mirrored at the centre of the others, and stretched. */
    const mirrored = (stretch: number) => valued(centre.map((value, i) => value + stretch * (value - worst.x[i]!)));
    const reflected = mirrored(1);
    let next = reflected;
    if (reflected.value < best.value) {
      const further = mirrored(2);
      if (further.value < reflected.value) next = further;
    } else if (reflected.value >= others.at(-1)!.value) {
      next = mirrored(reflected.value < worst.value ? 0.5 : -0.5);
    }
    if (next.value < worst.value) simplex[simplex.length - 1] = next;
    else {
      simplex.splice(1, Infinity, ...simplex.slice(1).map(({ x }) => valued(x.map((v, i) => (v + best.x[i]!) / 2))));
    }
  }
}
