import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromSlider, hasSlider, sliderSteps, toSlider } from './slider.ts';

const learningRate = { min: 1e-8, max: 10, scale: 'log' } as const;
const penalty = { min: 0, max: 1000, scale: 'log' } as const;
const width = { min: 1, max: 4096, scale: 'log', integer: true } as const;
const share = { min: 0, max: 1, scale: 'linear' } as const;

describe('slider', () => {
  it('ends exactly at the ends of the range', () => {
    for (const range of [learningRate, penalty, width, share]) {
      expect(fromSlider(0, range)).toBe(range.min);
      expect(fromSlider(sliderSteps, range)).toBe(range.max);
      expect(toSlider(range.min, range)).toBe(0);
      expect(toSlider(range.max, range)).toBe(sliderSteps);
    }
  });

  it('gives equal ratios equal way on a log scale', () => {
    const way = toSlider(1e-2, learningRate) - toSlider(1e-3, learningRate);
    expect(toSlider(1e-5, learningRate) - toSlider(1e-6, learningRate)).toBeCloseTo(way, -0.5);
  });

  it('stays in the range and never runs backwards', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(learningRate, penalty, width, share),
        fc.integer({ min: 0, max: sliderSteps - 1 }),
        (range, at) => {
          const [value, next] = [fromSlider(at, range), fromSlider(at + 1, range)];
          return value >= range.min && next <= range.max && next >= value;
        },
      ),
    );
  });

  it('returns to within two positions of where it was set, as rounding allows', () => {
    for (let at = 0; at <= sliderSteps; at++)
      expect(Math.abs(toSlider(fromSlider(at, learningRate), learningRate) - at)).toBeLessThanOrEqual(2);
  });

  it('makes whole numbers for integers', () => {
    for (let at = 0; at <= sliderSteps; at++) expect(fromSlider(at, width) % 1).toBe(0);
  });

  it('is not offered for a seed', () => {
    expect(hasSlider({ min: 0, max: 2 ** 32 - 1, scale: 'linear' })).toBe(false);
    expect(hasSlider(learningRate)).toBe(true);
  });
});
