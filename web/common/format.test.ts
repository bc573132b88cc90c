import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatInput, formatName, formatNumber } from './format.ts';

describe('format', () => {
  it('shows significant digits, and exponents only where they are needed', () => {
    expect([0.123456, 1234.567, 123456, 1.2e-7, 0, -0.5].map((value) => formatNumber(value))).toEqual([
      '0.1235',
      '1235',
      '123456',
      '1.2e-7',
      '0',
      '−0.5',
    ]);
  });

  it('does not hide what is not finite', () => {
    expect([NaN, Infinity, -Infinity].map((value) => formatNumber(value))).toEqual(['NaN', '∞', '−∞']);
  });

  it('writes input values that read back exactly', () => {
    for (const value of [1e-8, 0.0002, 0.1, 128, 4294967295]) expect(Number(formatInput(value))).toBe(value);
  });

  it('uses the two largest units of a duration', () => {
    expect([5, 80, 3600, 7500, 90_000].map(formatDuration)).toEqual([
      '5 s',
      '1 min 20 s',
      '1 h',
      '2 h 5 min',
      '1 d 1 h',
    ]);
    expect(formatDuration(Infinity)).toBe('–');
  });

  it('uses decimal units for bytes', () => {
    expect([999, 1500, 30_900_000, 2.4e9].map(formatBytes)).toEqual(['999 B', '1.5 kB', '30.9 MB', '2.4 GB']);
  });

  it('writes names as words', () => {
    expect(formatName('discriminator/gradientPenalty')).toBe('discriminator gradient penalty');
  });
});
