/** The value of a function of one number at a point, with its first two derivatives there. */
export interface Jet {
  readonly value: number;
  readonly slope: number;
  readonly curvature: number;
}

/** A function of one number with its first two derivatives. */
export type JetFunction = (x: number) => Jet;

export const variable = (x: number): Jet => ({ value: x, slope: 1, curvature: 0 });
export const constant = (value: number): Jet => ({ value, slope: 0, curvature: 0 });

/** The chain rule: a function whose value and derivatives at `x.value` are given, of `x`. */
const chain = (x: Jet, value: number, slope: number, curvature: number): Jet => ({
  value,
  slope: slope * x.slope,
  // 0 times an infinite curvature of the outer function is no contribution.
  curvature: (x.slope === 0 ? 0 : curvature * x.slope ** 2) + (x.curvature === 0 ? 0 : slope * x.curvature),
});

export const add = (a: Jet, b: Jet): Jet => ({
  value: a.value + b.value,
  slope: a.slope + b.slope,
  curvature: a.curvature + b.curvature,
});

/** `factor x + offset`. */
export const affine = (x: Jet, factor: number, offset = 0): Jet => ({
  value: factor * x.value + offset,
  slope: factor * x.slope,
  curvature: factor * x.curvature,
});

export const negate = (x: Jet): Jet => affine(x, -1);

export const multiply = (a: Jet, b: Jet): Jet => ({
  value: a.value * b.value,
  slope: a.slope * b.value + a.value * b.slope,
  curvature: a.curvature * b.value + 2 * a.slope * b.slope + a.value * b.curvature,
});

export const square = (x: Jet): Jet => chain(x, x.value ** 2, 2 * x.value, 2);

export function exp(x: Jet): Jet {
  const y = Math.exp(x.value);
  return chain(x, y, y, y);
}

export const ln = (x: Jet): Jet => chain(x, Math.log(x.value), 1 / x.value, -1 / x.value ** 2);

export const reciprocal = (x: Jet): Jet => chain(x, 1 / x.value, -1 / x.value ** 2, 2 / x.value ** 3);

export function sqrt(x: Jet): Jet {
  const y = Math.sqrt(x.value);
  return chain(x, y, 1 / (2 * y), -1 / (4 * y ** 3));
}

export function tanh(x: Jet): Jet {
  const y = Math.tanh(x.value);
  return chain(x, y, 1 - y * y, -2 * y * (1 - y * y));
}

/** max(x, 0), of slope 0 at its kink. */
export const relu = (x: Jet): Jet => chain(x, Math.max(x.value, 0), x.value > 0 ? 1 : 0, 0);

/** log(1 + e^x), which overflows for no x. */
export function softplus(x: Jet): Jet {
  const s = sigmoid(x.value);
  const value = Math.max(x.value, 0) + Math.log1p(Math.exp(-Math.abs(x.value)));
  return chain(x, value, s, s * sigmoid(-x.value));
}

/** 1 / (1 + e^-x) without overflow and without cancellation. */
export function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}
