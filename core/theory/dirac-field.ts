import { normal } from '../random/stream.ts';
import { normalNodes } from './quadrature.ts';
import { logitLosses } from './logit-losses.ts';
import type { LogitLossId } from './logit-losses.ts';

/**
 * The Dirac-GAN (Mescheder, Geiger, Nowozin 2018, arXiv:1801.04406): the data is one point at 0, the generator's one
 * sample is at theta, and the critic is D(x) = psi x. As in the paper a high D speaks for a sample, so the objectives
 * see -psi x. The Wasserstein objective makes it the bilinear game theta psi.
 */
export interface DiracPoint {
  readonly theta: number;
  readonly psi: number;
}

export type DiracRegulariser =
  | { readonly kind: 'none' }
  /** Keeps |psi| at most at the limit. */
  | { readonly kind: 'weight-clip'; readonly limit: number }
  /** weight / 2 (|psi| - target)^2: WGAN-GP's penalty. */
  | { readonly kind: 'gradient-norm-target'; readonly weight: number; readonly target: number }
  /** weight / 2 psi^2: R1, which is R2 here. */
  | { readonly kind: 'gradient-penalty'; readonly weight: number }
  /**
   * Gaussian noise on the datum and on the sample: the mean over `draws` of it, or the expectation where there is no
   * number.
   */
  | { readonly kind: 'instance-noise'; readonly std: number; readonly draws?: number }
  /** Both players also descend weight / 2 |v|^2 (Mescheder et al. 2017). `published` has half of the mixed term. */
  | { readonly kind: 'consensus'; readonly weight: number; readonly published?: boolean };

/** What the players move along: v = (-dL_G/dtheta, -dL_D/dpsi). */
export interface DiracVector {
  readonly theta: number;
  readonly psi: number;
}

/** The field of a game. `draw` numbers the evaluation, for noise that is drawn anew each time. */
export type DiracField = (at: DiracPoint, draw?: number) => DiracVector;

/** The field of an objective with a regulariser. */
export function diracField(objective: LogitLossId, regulariser: DiracRegulariser): DiracField {
  const { generator, fake } = logitLosses[objective];
  const plain = ({ theta, psi }: DiracPoint): DiracVector => {
    const d = -psi * theta;
    return { theta: psi * generator(d).slope, psi: theta * fake(d).slope };
  };
  switch (regulariser.kind) {
    case 'none':
    case 'weight-clip':
      return plain;
    case 'gradient-norm-target': {
      const { weight, target } = regulariser;
      return (at) => {
        const v = plain(at);
        return { ...v, psi: v.psi - weight * (Math.abs(at.psi) - target) * Math.sign(at.psi) };
      };
    }
    case 'gradient-penalty':
      return (at) => {
        const v = plain(at);
        return { ...v, psi: v.psi - regulariser.weight * at.psi };
      };
    case 'instance-noise':
      return noisy(objective, regulariser);
    case 'consensus':
      return consensus(objective, regulariser);
  }
}

/** The critic also answers to the noise on the datum, which alone would not move it. */
function noisy(objective: LogitLossId, { std, draws }: DiracRegulariser & { kind: 'instance-noise' }): DiracField {
  const { generator, fake, real } = logitLosses[objective];
  const at = ({ theta, psi }: DiracPoint, onSample: number, onDatum: number): DiracVector => {
    const sample = theta + std * onSample;
    const datum = std * onDatum;
    return {
      theta: psi * generator(-psi * sample).slope,
      psi: sample * fake(-psi * sample).slope + datum * real(-psi * datum).slope,
    };
  };
  if (draws !== undefined) {
    return (point, draw = 0) => {
      const noise = normal(0, 'instance-noise', draw, 2 * draws);
      const vectors = Array.from({ length: draws }, (_, i) => at(point, noise[2 * i]!, noise[2 * i + 1]!));
      return weighted(vectors, () => 1 / draws);
    };
  }
  return (point) =>
    weighted(
      normalNodes.map(({ x }) => at(point, x, x)),
      (i) => normalNodes[i]!.weight,
    );
}

function weighted(vectors: readonly DiracVector[], weight: (index: number) => number): DiracVector {
  let theta = 0;
  let psi = 0;
  vectors.forEach((vector, i) => {
    theta += weight(i) * vector.theta;
    psi += weight(i) * vector.psi;
  });
  return { theta, psi };
}

/**
 * |v|^2 / 2 = (psi^2 g'(d)^2 + theta^2 e'(d)^2) / 2 with d = -psi theta, g the generator's loss and e that on a sample.
 * The authors' notebook has half of what follows from d: `published` follows it, to compare with its figures.
 */
function consensus(
  objective: LogitLossId,
  { weight, published = false }: DiracRegulariser & { kind: 'consensus' },
): DiracField {
  const { generator, fake } = logitLosses[objective];
  const mixed = published ? 0.5 : 1;
  return ({ theta, psi }) => {
    const g = generator(-psi * theta);
    const e = fake(-psi * theta);
    const alongD = psi ** 2 * g.slope * g.curvature + theta ** 2 * e.slope * e.curvature;
    return {
      theta: psi * g.slope - weight * (theta * e.slope ** 2 - mixed * psi * alongD),
      psi: theta * e.slope - weight * (psi * g.slope ** 2 - mixed * theta * alongD),
    };
  };
}

/** A regulariser's projection of a point that has just moved. */
export function project(regulariser: DiracRegulariser, { theta, psi }: DiracPoint): DiracPoint {
  if (regulariser.kind !== 'weight-clip') return { theta, psi };
  const { limit } = regulariser;
  return { theta, psi: Math.min(limit, Math.max(-limit, psi)) };
}

/** Half-width of the central differences below: the errors of the formula and of the arithmetic balance there. */
const step = 1e-5;

/** Jacobian of the field at a point, `[[dv_theta/dtheta, dv_theta/dpsi], [dv_psi/dtheta, dv_psi/dpsi]]`. */
export function diracJacobian(field: DiracField, { theta, psi }: DiracPoint): number[][] {
  const along = (dTheta: number, dPsi: number): DiracVector => {
    const ahead = field({ theta: theta + dTheta, psi: psi + dPsi });
    const behind = field({ theta: theta - dTheta, psi: psi - dPsi });
    return { theta: (ahead.theta - behind.theta) / (2 * step), psi: (ahead.psi - behind.psi) / (2 * step) };
  };
  const byTheta = along(step, 0);
  const byPsi = along(0, step);
  return [
    [byTheta.theta, byPsi.theta],
    [byTheta.psi, byPsi.psi],
  ];
}
