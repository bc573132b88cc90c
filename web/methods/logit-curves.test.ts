import { describe, expect, it } from 'vitest';
import { logitLosses } from '../../core/theory/logit-losses.ts';
import { logitCurves, shownRange } from './logit-curves.ts';

describe('logitCurves', () => {
  it('shows slopes that are those of the values', () => {
    for (const loss of Object.values(logitLosses)) {
      const slopes = logitCurves(loss, 'slope');
      for (const [c, { x, y }] of logitCurves(loss, 'value').entries()) {
        const i = 101;
        const measured = (y[i + 1]! - y[i - 1]!) / (x[i + 1]! - x[i - 1]!);
        expect(slopes[c]!.y[i]).toBeCloseTo(measured, 2);
      }
    }
  });

  it('shows the vanishing gradient of minimax where the non-saturating one is strong', () => {
    const slopeAt = (id: 'minimax' | 'non-saturating', i: number): number =>
      Math.abs(logitCurves(logitLosses[id], 'slope')[0]!.y[i]!);
    expect(slopeAt('minimax', 0)).toBeLessThan(0.01);
    expect(slopeAt('non-saturating', 0)).toBeGreaterThan(0.99);
  });
});

describe('shownRange', () => {
  it('holds zero and small curves whole, and cuts what grows without end', () => {
    const [low, high] = shownRange(logitCurves(logitLosses['non-saturating'], 'value'));
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(6);
    expect(shownRange(logitCurves(logitLosses['f-kl'], 'value'))[1]).toBeLessThan(10);
  });
});
