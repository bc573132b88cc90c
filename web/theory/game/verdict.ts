import { diracTrajectory, fieldEigenvalues, stepEigenvalues } from '../../../core/theory/dirac.ts';
import type { DiracGame, DiracPoint } from '../../../core/theory/dirac.ts';
import { modulus } from '../../../core/theory/eigenvalues.ts';
import type { Complex } from '../../../core/theory/eigenvalues.ts';

export type Fate = 'converges' | 'circles' | 'diverges';

/** What becomes of a game near its equilibrium, and of the one that was started. */
export interface Verdict {
  readonly fate: Fate;
  /** Eigenvalues of the field's Jacobian at the equilibrium; absent where the field jumps there. */
  readonly field?: readonly Complex[];
  /** Eigenvalues of one step's Jacobian there, and the largest modulus: the factor by which a step brings it closer. */
  readonly step?: readonly Complex[];
  readonly rate?: number;
  /** Distance from the equilibrium at the start and at the end of the game. */
  readonly from: number;
  readonly to: number;
}

/** The Jacobian comes from differences: a modulus this near 1 counts as 1. */
const onCircle = 1e-7;
/** A game without eigenvalues converges or diverges when its last part is so much nearer or farther than the part before. */
const change = 1.05;

/** @param steps Length of the game from `start`. */
export function verdictOf(game: DiracGame, start: DiracPoint, steps: number): Verdict {
  const path = diracTrajectory(game, start, steps);
  const ends = { from: distance(path, 0), to: distance(path, steps) };
  if (!isSmooth(game)) return { fate: seen(diracTrajectory(game, start, 4000)), ...ends };
  const step = stepEigenvalues(game);
  const rate = Math.max(...step.map(modulus));
  const fate = rate < 1 - onCircle ? 'converges' : rate > 1 + onCircle ? 'diverges' : 'circles';
  return { fate, field: fieldEigenvalues(game), step, rate, ...ends };
}

/** Whether the field has a Jacobian at the equilibrium: a target for |psi| makes it jump there. */
function isSmooth({ regulariser }: DiracGame): boolean {
  return regulariser.kind !== 'gradient-norm-target' || regulariser.target === 0 || regulariser.weight === 0;
}

/** What a long game did. */
function seen(path: Float64Array): Fate {
  const steps = path.length / 2;
  const farthest = (from: number, to: number): number => {
    let most = 0;
    for (let i = from; i < to; i++) {
      const d = distance(path, i);
      if (!(d <= most)) most = d;
    }
    return most;
  };
  const half = farthest(Math.floor(steps / 4), Math.floor(steps / 2));
  const last = farthest(Math.floor((3 * steps) / 4), steps);
  if (!(last <= half * change)) return 'diverges';
  return last < half / change ? 'converges' : 'circles';
}

function distance(path: Float64Array, step: number): number {
  return Math.hypot(path[2 * step]!, path[2 * step + 1]!);
}
