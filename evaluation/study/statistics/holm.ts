/**
 * Holm's step-down correction (Holm 1979): p values of several tests, adjusted so that rejecting those at most alpha keeps
 * the chance of any false rejection at most alpha, whatever the tests' dependence. In the order given.
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => p[a]! - p[b]!);
  const adjusted = new Array<number>(p.length);
  let largest = 0;
  for (const [i, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (p.length - i) * p[index]!));
    adjusted[index] = largest;
  }
  return adjusted;
}
