import { diracField, diracJacobian, project } from './dirac-field.ts';
import type { DiracField, DiracPoint, DiracRegulariser, DiracVector } from './dirac-field.ts';
import { eigenvalues2 } from './eigenvalues.ts';
import type { Complex } from './eigenvalues.ts';
import { logitLosses } from './logit-losses.ts';
import type { LogitLossId } from './logit-losses.ts';

export type { DiracPoint, DiracRegulariser, DiracVector } from './dirac-field.ts';

/** How the two players move. Where they take turns the generator is first, as in the authors' notebook. */
export type DiracUpdate =
  | { readonly kind: 'simultaneous' }
  | { readonly kind: 'alternating'; readonly generatorSteps: number; readonly criticSteps: number }
  /** Both look a step ahead, then move from where they were along the field that they find there. */
  | { readonly kind: 'extragradient' }
  /** w + 2 h v(w) - h v(w before): extragradient with the field of the last step for the look ahead. */
  | { readonly kind: 'optimistic' }
  /** The generator descends its loss against the critic after `unrollSteps` further moves, then the critic moves once. */
  | { readonly kind: 'unrolled'; readonly unrollSteps: number }
  /** Simultaneous; the generator also descends eta times the critic's squared gradient (Nagarajan and Kolter 2017). */
  | { readonly kind: 'gradient-norm'; readonly eta: number };

export interface DiracGame {
  readonly objective: LogitLossId;
  readonly regulariser: DiracRegulariser;
  readonly update: DiracUpdate;
  /** Step size h of both players. */
  readonly stepSize: number;
}

/** Why a game makes no sense, in plain words. */
export function objectionToDirac({ regulariser, update }: DiracGame): string | undefined {
  if (regulariser.kind === 'instance-noise' && regulariser.draws !== undefined && update.kind !== 'simultaneous') {
    if (update.kind !== 'alternating') return 'noise that is drawn anew has no derivative to look ahead with';
  }
  if (regulariser.kind === 'consensus' && (update.kind === 'unrolled' || update.kind === 'gradient-norm')) {
    return 'consensus and this update both change the generator’s gradient by the critic’s: use one of them';
  }
  return undefined;
}

/**
 * What the players move along at a point: the field of the objective and its regulariser, and for a gradient-norm
 * update the generator's extra term.
 */
export function diracVector(game: DiracGame, at: DiracPoint): DiracVector {
  return fieldOf(game)(at);
}

function fieldOf({ objective, regulariser, update }: DiracGame): DiracField {
  const field = diracField(objective, regulariser);
  if (update.kind !== 'gradient-norm') return field;
  return (at, draw) => {
    const v = field(at, draw);
    // d/dtheta of v_psi^2.
    return { ...v, theta: v.theta - 2 * update.eta * v.psi * diracJacobian(field, at)[1]![0]! };
  };
}

/** Eigenvalues of the field's Jacobian at a point: the flow runs into an equilibrium where both real parts are negative. */
export function fieldEigenvalues(game: DiracGame, at: DiracPoint = { theta: 0, psi: 0 }): readonly Complex[] {
  return eigenvalues2(diracJacobian(fieldOf(game), at));
}

/**
 * Eigenvalues of one step's Jacobian at a point, which is a player's pair of coordinates again: the game runs into an
 * equilibrium where both moduli are below 1. An optimistic step also depends on the one before; its eigenvalues are of
 * the pair that decays slowest.
 */
export function stepEigenvalues(game: DiracGame, at: DiracPoint = { theta: 0, psi: 0 }): readonly Complex[] {
  if (game.update.kind === 'optimistic') return optimisticEigenvalues(game, at);
  const step = stepOf(game);
  return eigenvalues2(diracJacobian((point) => step(point, 0), at));
}

/** w' = w + 2 h J w - h J w_before has m^2 = m (1 + 2 h l) - h l for each eigenvalue l of the field. */
function optimisticEigenvalues(game: DiracGame, at: DiracPoint): readonly Complex[] {
  const h = game.stepSize;
  return fieldEigenvalues(game, at).map(({ re, im }) => {
    const b = { re: 1 + 2 * h * re, im: 2 * h * im };
    const discriminant = { re: b.re ** 2 - b.im ** 2 + -4 * h * re, im: 2 * b.re * b.im - 4 * h * im };
    const modulus = Math.hypot(discriminant.re, discriminant.im);
    const root = {
      re: Math.sqrt((modulus + discriminant.re) / 2),
      im: Math.sign(discriminant.im || 1) * Math.sqrt(Math.max(0, (modulus - discriminant.re) / 2)),
    };
    const roots = [1, -1].map((sign) => ({ re: (b.re + sign * root.re) / 2, im: (b.im + sign * root.im) / 2 }));
    return roots.sort((a, c) => Math.hypot(c.re, c.im) - Math.hypot(a.re, a.im))[0]!;
  });
}

/**
 * The points that a game visits from a start, `[theta, psi]` one after another, start included: `2 (steps + 1)` numbers.
 * A game that diverges goes on with infinities and NaN.
 */
export function diracTrajectory(game: DiracGame, start: DiracPoint, steps: number): Float64Array {
  const out = new Float64Array(2 * (steps + 1));
  const step = stepOf(game);
  let at = project(game.regulariser, start);
  out.set([at.theta, at.psi]);
  for (let i = 1; i <= steps; i++) {
    at = step(at, i - 1);
    out.set([at.theta, at.psi], 2 * i);
  }
  return out;
}

/** |(theta, psi)| at the end of a game. */
export function finalDistance(game: DiracGame, start: DiracPoint, steps: number): number {
  const [theta, psi] = diracTrajectory(game, start, steps).slice(-2);
  return Math.hypot(theta!, psi!);
}

/** The map of one step, with the number of the step. That of an optimistic game remembers the field of the last call. */
function stepOf(game: DiracGame): (at: DiracPoint, step: number) => DiracPoint {
  const { objective, regulariser, update, stepSize: h } = game;
  const field = fieldOf(game);
  const move = (at: DiracPoint, byTheta: number, byPsi: number): DiracPoint =>
    project(regulariser, { theta: at.theta + h * byTheta, psi: at.psi + h * byPsi });
  switch (update.kind) {
    case 'simultaneous':
    case 'gradient-norm':
      return (at, step) => {
        const v = field(at, step);
        return move(at, v.theta, v.psi);
      };
    case 'alternating': {
      const { generatorSteps, criticSteps } = update;
      return (at, step) => {
        let draw = step * (generatorSteps + criticSteps);
        for (let i = 0; i < generatorSteps; i++) at = move(at, field(at, draw++).theta, 0);
        for (let i = 0; i < criticSteps; i++) at = move(at, 0, field(at, draw++).psi);
        return at;
      };
    }
    case 'extragradient':
      return (at) => {
        const v = field(at);
        const ahead = field(move(at, v.theta, v.psi));
        return move(at, ahead.theta, ahead.psi);
      };
    case 'optimistic': {
      let before: DiracVector | undefined;
      return (at) => {
        const v = field(at);
        const last = before ?? v;
        before = v;
        return move(at, 2 * v.theta - last.theta, 2 * v.psi - last.psi);
      };
    }
    case 'unrolled': {
      const { generator } = logitLosses[objective];
      return (at) => {
        // The critic's moves as functions of theta: psi and its derivative.
        let { psi } = at;
        let byTheta = 0;
        for (let i = 0; i < update.unrollSteps; i++) {
          const [, [ofTheta, ofPsi]] = diracJacobian(field, { theta: at.theta, psi }) as [number[], [number, number]];
          const slope = byTheta + h * (ofTheta + ofPsi * byTheta);
          const moved = psi + h * field({ theta: at.theta, psi }).psi;
          ({ psi } = project(regulariser, { theta: at.theta, psi: moved }));
          byTheta = psi === moved ? slope : 0;
        }
        const { slope } = generator(-psi * at.theta);
        const next = move(at, slope * (psi + at.theta * byTheta), 0);
        return move(next, 0, field(next).psi);
      };
    }
  }
}
