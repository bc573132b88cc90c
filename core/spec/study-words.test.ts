import { expect, it } from 'vitest';
import { budgetWords, evaluationWords } from './study-words.ts';

it('says when a run ends', () => {
  expect(budgetWords({ kind: 'steps', steps: 1 })).toBe('1 step');
  expect(budgetWords({ kind: 'steps', steps: 1234567 })).toBe('1,234,567 steps');
  expect(budgetWords({ kind: 'seconds', seconds: 2.5 })).toBe('2.5 s of training');
});

it('says what is measured when, and nothing of plans that there are not', () => {
  const end = 'All metrics that apply, with 2,500 samples, at the end of each run';
  expect(evaluationWords({ every: 0, samples: 2500 })).toBe(`${end}.`);
  expect(evaluationWords({ every: 250, samples: 2500 })).toBe(`${end}; the cheap ones also every 250 steps.`);
  expect(evaluationWords({ every: 0, dearEvery: 1000, samples: 2500 })).toBe(
    `${end}; all of them also every 1,000 steps.`,
  );
  expect(evaluationWords({ every: 250, dearEvery: 1000, samples: 1, metrics: ['kid', 'modes'] })).toBe(
    'Metrics: kid, modes, with 1 sample, at the end of each run; the cheap ones also every 250 steps, all of them also every 1,000 steps.',
  );
});
