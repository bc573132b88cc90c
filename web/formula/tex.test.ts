import { describe, expect, it } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import { parseTex, texToText } from './tex.ts';

const read = (tex: string): string => texToText(parseTex(tex)).replace(/\s+/g, ' ').trim();

describe('parseTex', () => {
  it('puts what an operator ranges over beneath it', () => {
    expect(parseTex('\\min_G')[0]).toEqual({
      kind: 'operator',
      text: 'min',
      under: [{ kind: 'text', text: 'G', upright: false }],
    });
  });

  it('reads fractions, roots, scripts and Greek', () => {
    expect(read('\\frac{1}{2}\\sqrt{x_i^2}+\\lambda')).toBe('(1)/(2)√(x_i^2) + λ');
  });

  it('keeps the spaces of words', () => {
    expect(read('\\text{for all } x')).toBe('for all x');
  });

  it('shows an unknown command by its name', () => {
    expect(read('\\zork x')).toBe('zorkx');
  });

  it('ends on unbalanced braces', () => {
    expect(read('{a')).toBe('a');
    expect(read('\\frac{a')).toBe('(a)/()');
  });

  it('leaves no backslash in any method’s formula', () => {
    for (const { formula } of catalogue.methods) expect(read(formula)).not.toMatch(/[\\{}]/);
  });
});
