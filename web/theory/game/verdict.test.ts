import { describe, expect, it } from 'vitest';
import { defaultsOf } from '../../../core/spec/fields.ts';
import type { ChoiceField, Values } from '../../../core/spec/fields.ts';
import { diracTrajectory, objectionToDirac } from '../../../core/theory/dirac.ts';
import { typeset } from '../../formula/typeset.ts';
import { fieldFormula, regulariserFormulas, updateFormulas } from './formulas.ts';
import { gameFields, gameOf, updateFields } from './game-fields.ts';
import { verdictOf } from './verdict.ts';

const fields = gameFields([]);
const start = { theta: 1, psi: 1 };
const verdict = (values: Values = {}, rule: Values = {}) =>
  verdictOf(gameOf({ ...defaultsOf(fields), ...values }, { ...defaultsOf(updateFields), ...rule }), start, 500);

describe('verdictOf', () => {
  it('says that simultaneous play of the unregularised game diverges by sqrt(1 + h^2 / 4) a step', () => {
    const { fate, rate, field } = verdict();
    expect(fate).toBe('diverges');
    expect(rate).toBeCloseTo(Math.sqrt(1.01), 8);
    expect(field?.[0]?.im).toBeCloseTo(0.5, 6);
  });

  it('says that alternating play circles, in the bilinear game too', () => {
    expect(verdict({}, { update: 'alternating' }).fate).toBe('circles');
    expect(verdict({ game: 'bilinear' }, { update: 'alternating' }).fate).toBe('circles');
  });

  it('says that a gradient penalty, consensus, noise and looking ahead converge', () => {
    for (const regulariser of ['gradient-penalty', 'consensus', 'instance-noise'])
      expect(verdict({ regulariser }).fate, regulariser).toBe('converges');
    for (const update of ['extragradient', 'optimistic', 'unrolled', 'gradient-norm'])
      expect(verdict({ game: 'bilinear' }, { update }).fate, update).toBe('converges');
  });

  it('judges a field that jumps at the equilibrium by what its game does', () => {
    const jumping = verdict({ game: 'bilinear', regulariser: 'gradient-norm-target' });
    expect(jumping.field).toBeUndefined();
    expect(jumping.fate).toBe('circles');
  });

  it('says that a game of absurd steps diverges', () => {
    const { fate, to } = verdict({ game: 'bilinear', stepSize: 1e200 });
    expect(fate).toBe('diverges');
    expect(to).not.toBeLessThan(Infinity);
  });
});

it('every choice of the page makes a game that can be played, or one that is refused with the reason', () => {
  const idsOf = (name: string, table = fields): readonly string[] => Object.keys((table[name] as ChoiceField).choices);
  for (const objective of idsOf('objective'))
    for (const regulariser of idsOf('regulariser'))
      for (const update of idsOf('update', updateFields)) {
        const game = gameOf({ ...defaultsOf(fields), objective, regulariser }, { ...defaultsOf(updateFields), update });
        if (objectionToDirac(game) !== undefined) continue;
        const path = diracTrajectory(game, { theta: 0.3, psi: 0.2 }, 3);
        expect(path.every(Number.isFinite), `${objective} ${regulariser} ${update}`).toBe(true);
      }
});

it('every formula of the page can be set', () => {
  for (const tex of [fieldFormula, ...Object.values(regulariserFormulas), ...Object.values(updateFormulas)])
    expect(typeset(tex).join('')).not.toMatch(/merror/);
});
