/** Nowozin et al. 2016, tables 1, 2 and 6, in float64 as the paper prints them: for tests to compare with. */
export interface DivergenceReference {
  readonly f: (u: number) => number;
  /** f'(u). */
  readonly slope: (u: number) => number;
  readonly conjugate: (t: number) => number;
  /** The open interval on which the conjugate is finite. */
  readonly domain: readonly [number, number];
  readonly activation: (v: number) => number;
}

/** w e^w = z for z > 0, by Newton's iterations on the logarithm. */
function lambertW(z: number): number {
  let w = Math.log1p(z);
  for (let i = 0; i < 100; i++) w -= (w * (Math.log(w) + w - Math.log(z))) / (1 + w);
  return w;
}

const { log, exp, sqrt, tanh } = Math;

export const divergenceReferences: Readonly<Record<string, DivergenceReference>> = {
  'f-kl': {
    f: (u) => u * log(u),
    slope: (u) => 1 + log(u),
    conjugate: (t) => exp(t - 1),
    domain: [-Infinity, Infinity],
    activation: (v) => v,
  },
  'f-reverse-kl': {
    f: (u) => -log(u),
    slope: (u) => -1 / u,
    conjugate: (t) => -1 - log(-t),
    domain: [-Infinity, 0],
    activation: (v) => -exp(-v),
  },
  'f-pearson': {
    f: (u) => (u - 1) ** 2,
    slope: (u) => 2 * (u - 1),
    conjugate: (t) => t ** 2 / 4 + t,
    domain: [-Infinity, Infinity],
    activation: (v) => v,
  },
  'f-neyman': {
    f: (u) => (1 - u) ** 2 / u,
    slope: (u) => 1 - 1 / u ** 2,
    conjugate: (t) => 2 - 2 * sqrt(1 - t),
    domain: [-Infinity, 1],
    activation: (v) => 1 - exp(-v),
  },
  'f-squared-hellinger': {
    f: (u) => (sqrt(u) - 1) ** 2,
    slope: (u) => (sqrt(u) - 1) / sqrt(u),
    conjugate: (t) => t / (1 - t),
    domain: [-Infinity, 1],
    activation: (v) => 1 - exp(-v),
  },
  'f-jeffrey': {
    f: (u) => (u - 1) * log(u),
    slope: (u) => 1 - 1 / u + log(u),
    conjugate: (t) => lambertW(exp(1 - t)) + 1 / lambertW(exp(1 - t)) + t - 2,
    domain: [-Infinity, Infinity],
    activation: (v) => v,
  },
  'f-js': {
    f: (u) => -(u + 1) * log((1 + u) / 2) + u * log(u),
    slope: (u) => log((2 * u) / (1 + u)),
    conjugate: (t) => -log(2 - exp(t)),
    domain: [-Infinity, log(2)],
    activation: (v) => log(2) - log(1 + exp(-v)),
  },
  'f-gan': {
    f: (u) => u * log(u) - (u + 1) * log(u + 1),
    slope: (u) => log(u / (u + 1)),
    conjugate: (t) => -log(1 - exp(t)),
    domain: [-Infinity, 0],
    activation: (v) => -log(1 + exp(-v)),
  },
  'f-total-variation': {
    f: (u) => Math.abs(u - 1) / 2,
    slope: (u) => Math.sign(u - 1) / 2,
    conjugate: (t) => t,
    domain: [-0.5, 0.5],
    activation: (v) => tanh(v) / 2,
  },
};
