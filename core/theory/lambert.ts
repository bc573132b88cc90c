/** Newton's steps are more than enough at this many; each doubles the digits. */
const mostSteps = 60;

/**
 * W(e^y), the positive w with w + log w = y (Lambert's function, without the overflow of e^y). Full precision for
 * every y; 0 where w underflows.
 */
export function lambertOfExponential(y: number): number {
  if (Number.isNaN(y)) return NaN;
  if (y === Infinity) return Infinity;
  // In z = log w: z + e^z = y is convex and increasing, so Newton's method converges from above.
  let z = y > 1 ? Math.log(y) : y;
  for (let i = 0; i < mostSteps; i++) {
    const w = Math.exp(z);
    const next = z - (z + w - y) / (1 + w);
    if (Math.abs(next - z) <= 1e-16 * (1 + Math.abs(z))) break;
    z = next;
  }
  return Math.exp(z);
}
