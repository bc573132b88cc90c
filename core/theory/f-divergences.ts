import type { Jet } from './jet.ts';
import {
  add,
  affine,
  constant,
  exp,
  ln,
  multiply,
  negate,
  reciprocal,
  softplus,
  sqrt,
  square,
  tanh,
  variable,
} from './jet.ts';
import { lambertOfExponential } from './lambert.ts';

/**
 * An f-divergence D_f(P || Q) = E_Q f(p/q) with what f-GAN makes of it (Nowozin et al. 2016, arXiv:1606.00709, tables
 * 1 and 2): the bound E_P g_f(V) - E_Q f*(g_f(V)) for every function V, tight at one of them.
 */
export interface FDivergence {
  readonly label: string;
  /** TeX of f(u), of the output activation g_f(v) and of the conjugate f*(t). */
  readonly formulas: { readonly f: string; readonly activation: string; readonly conjugate: string };
  /** The generator of the divergence, u > 0. */
  f(u: number): Jet;
  /** Maps a discriminator's linear output into the domain of the conjugate. */
  activation(v: number): Jet;
  /** f*(t) = sup_u (u t - f(u)). */
  conjugate(t: number): Jet;
  /** f*(g_f(v)), in a form that loses no digits. */
  penalty(v: number): Jet;
  /** q f(p/q) from log p and log q, which are finite. Infinite, not undefined, where a ratio overflows. */
  integrand(logP: number, logQ: number): number;
  /** The linear output V at which the bound is tight, from log p/q: g_f(V) = f'(p/q). */
  bestOutput(logRatio: number): number;
}

const v = variable;
const log2 = Math.LN2;

const kl: FDivergence = {
  label: 'Kullback-Leibler',
  formulas: { f: 'u\\log u', activation: 'v', conjugate: 'e^{t-1}' },
  f: (u) => multiply(v(u), ln(v(u))),
  activation: v,
  conjugate: (t) => exp(affine(v(t), 1, -1)),
  penalty: (x) => exp(affine(v(x), 1, -1)),
  integrand: (logP, logQ) => times(Math.exp(logP), logP - logQ),
  bestOutput: (logRatio) => 1 + logRatio,
};

const reverseKl: FDivergence = {
  label: 'Reverse Kullback-Leibler',
  formulas: { f: '-\\log u', activation: '-e^{-v}', conjugate: '-1-\\log(-t)' },
  f: (u) => negate(ln(v(u))),
  activation: (x) => negate(exp(negate(v(x)))),
  conjugate: (t) => affine(ln(negate(v(t))), -1, -1),
  penalty: (x) => affine(v(x), 1, -1),
  integrand: (logP, logQ) => times(Math.exp(logQ), logQ - logP),
  bestOutput: (logRatio) => logRatio,
};

const pearson: FDivergence = {
  label: 'Pearson chi-squared',
  formulas: { f: '(u-1)^2', activation: 'v', conjugate: '\\tfrac14t^2+t' },
  f: (u) => square(affine(v(u), 1, -1)),
  activation: v,
  conjugate: (t) => add(affine(square(v(t)), 0.25), v(t)),
  penalty: (x) => add(affine(square(v(x)), 0.25), v(x)),
  integrand: (logP, logQ) => Math.exp(2 * logP - logQ) - 2 * Math.exp(logP) + Math.exp(logQ),
  bestOutput: (logRatio) => 2 * Math.expm1(logRatio),
};

const neyman: FDivergence = {
  label: 'Neyman chi-squared',
  formulas: { f: '\\tfrac{(1-u)^2}{u}', activation: '1-e^{-v}', conjugate: '2-2\\sqrt{1-t}' },
  f: (u) => multiply(square(affine(v(u), -1, 1)), reciprocal(v(u))),
  activation: (x) => affine(exp(negate(v(x))), -1, 1),
  conjugate: (t) => affine(sqrt(affine(v(t), -1, 1)), -2, 2),
  penalty: (x) => affine(exp(affine(v(x), -0.5)), -2, 2),
  integrand: (logP, logQ) => Math.exp(2 * logQ - logP) - 2 * Math.exp(logQ) + Math.exp(logP),
  bestOutput: (logRatio) => 2 * logRatio,
};

const squaredHellinger: FDivergence = {
  label: 'Squared Hellinger',
  formulas: { f: '(\\sqrt u-1)^2', activation: '1-e^{-v}', conjugate: '\\tfrac{t}{1-t}' },
  f: (u) => square(affine(sqrt(v(u)), 1, -1)),
  activation: (x) => affine(exp(negate(v(x))), -1, 1),
  conjugate: (t) => affine(reciprocal(affine(v(t), -1, 1)), 1, -1),
  penalty: (x) => affine(exp(v(x)), 1, -1),
  integrand: (logP, logQ) => (Math.exp(logP / 2) - Math.exp(logQ / 2)) ** 2,
  bestOutput: (logRatio) => logRatio / 2,
};

/** f*: the best u is 1/w where w + log w = 1 - t, so that its slope there is 1/w and its curvature 1/f''(1/w). */
function jeffreyConjugate(t: number): Jet {
  const w = lambertOfExponential(1 - t);
  return { value: w + 1 / w + t - 2, slope: 1 / w, curvature: 1 / (w + w * w) };
}

const jeffrey: FDivergence = {
  label: 'Jeffrey',
  formulas: { f: '(u-1)\\log u', activation: 'v', conjugate: 'W(e^{1-t})+\\tfrac{1}{W(e^{1-t})}+t-2' },
  f: (u) => multiply(affine(v(u), 1, -1), ln(v(u))),
  activation: v,
  conjugate: jeffreyConjugate,
  penalty: jeffreyConjugate,
  integrand: (logP, logQ) => times(Math.exp(logP) - Math.exp(logQ), logP - logQ),
  bestOutput: (logRatio) => logRatio + 1 - Math.exp(-logRatio),
};

const js: FDivergence = {
  label: 'Jensen-Shannon (un-halved)',
  formulas: {
    f: '-(u+1)\\log\\tfrac{1+u}{2}+u\\log u',
    activation: '\\log 2-\\log(1+e^{-v})',
    conjugate: '-\\log(2-e^t)',
  },
  f: (u) => add(multiply(affine(v(u), -1, -1), ln(affine(v(u), 0.5, 0.5))), multiply(v(u), ln(v(u)))),
  activation: (x) => affine(softplus(negate(v(x))), -1, log2),
  conjugate: (t) => negate(ln(affine(exp(v(t)), -1, 2))),
  penalty: (x) => affine(softplus(v(x)), 1, -log2),
  integrand: (logP, logQ) =>
    Math.exp(logP) * (log2 - softplusOf(logQ - logP)) + Math.exp(logQ) * (log2 - softplusOf(logP - logQ)),
  bestOutput: (logRatio) => logRatio,
};

const gan: FDivergence = {
  label: 'GAN',
  formulas: { f: 'u\\log u-(u+1)\\log(u+1)', activation: '-\\log(1+e^{-v})', conjugate: '-\\log(1-e^t)' },
  f: (u) => add(multiply(v(u), ln(v(u))), multiply(affine(v(u), -1, -1), ln(affine(v(u), 1, 1)))),
  activation: (x) => negate(softplus(negate(v(x)))),
  conjugate: (t) => negate(ln(affine(exp(v(t)), -1, 1))),
  penalty: (x) => softplus(v(x)),
  integrand: (logP, logQ) => -Math.exp(logP) * softplusOf(logQ - logP) - Math.exp(logQ) * softplusOf(logP - logQ),
  bestOutput: (logRatio) => logRatio,
};

const totalVariation: FDivergence = {
  label: 'Total variation',
  formulas: { f: '\\tfrac12|u-1|', activation: '\\tfrac12\\tanh v', conjugate: 't' },
  f: (u) => (u === 1 ? constant(0) : affine(v(u), u > 1 ? 0.5 : -0.5, u > 1 ? -0.5 : 0.5)),
  activation: (x) => affine(tanh(v(x)), 0.5),
  conjugate: v,
  penalty: (x) => affine(tanh(v(x)), 0.5),
  integrand: (logP, logQ) => Math.abs(Math.exp(logP) - Math.exp(logQ)) / 2,
  // The bound is only approached, as the output grows without end.
  bestOutput: (logRatio) => (logRatio === 0 ? 0 : Math.sign(logRatio) * Infinity),
};

/** The divergences by id; the adversarial loss of each is `f-<id>`. */
export const fDivergences = {
  kl,
  'reverse-kl': reverseKl,
  pearson,
  neyman,
  'squared-hellinger': squaredHellinger,
  jeffrey,
  js,
  gan,
  'total-variation': totalVariation,
} satisfies Record<string, FDivergence>;

export type FDivergenceId = keyof typeof fDivergences;

/** A density times a ratio's logarithm: nothing where there is no density. */
const times = (density: number, logRatio: number): number => (density === 0 ? 0 : density * logRatio);

/** log(1 + e^x), 0 at -Infinity. */
const softplusOf = (x: number): number => (x === Infinity ? Infinity : softplus(constant(x)).value);
