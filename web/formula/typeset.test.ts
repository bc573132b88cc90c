import { describe, expect, it } from 'vitest';
import { catalogue } from '../../core/catalogue.ts';
import { typeset } from './typeset.ts';

describe('typeset', () => {
  it('puts what an operator ranges over beneath it', () => {
    expect(typeset('\\min_G')[0]).toContain('<munder><mrow><mi>min</mi>');
  });

  it('writes letters of other alphabets as the characters that browsers know', () => {
    const [line] = typeset('\\mathbb{E}\\mathbb{R}\\mathbb{1}\\mathcal{N}\\mathcal{L}\\mathbf{x}');
    expect(line).toContain('𝔼');
    for (const letter of ['ℝ', '𝟙', '𝒩', 'ℒ', '𝐱']) expect(line).toContain(letter);
    expect(line).not.toMatch(/mathvariant="(?!normal)/);
  });

  it('leaves a space after a function’s name unless a bracket follows', () => {
    expect(typeset('\\log u')[0]).toContain('<mspace');
    expect(typeset('\\min_G\\max_D V')[0]).toContain('<mspace');
    expect(typeset('\\log(u)')[0]).not.toContain('<mspace');
  });

  it('lets a formula go on in another line at wide spaces, but at none within a group', () => {
    expect(typeset('a,\\quad b\\qquad c')).toHaveLength(3);
    expect(typeset('\\text{a\\quad b}')).toHaveLength(1);
    expect(typeset('\\begin{cases}a\\quad b\\end{cases}')).toHaveLength(1);
    expect(typeset('\\left(a\\quad b\\right)')).toHaveLength(1);
    expect(typeset('\\|a\\|\\quad\\{b\\}\\quad c')).toHaveLength(3);
  });

  it('refuses TeX that is wrong', () => {
    for (const tex of ['\\zork', '{a', '\\frac{a', '$x$']) expect(() => typeset(tex)).toThrow();
  });

  it('carries neither styles nor links nor markup of the formula’s own', () => {
    for (const tex of ['\\href{https://example.com}{x}', '\\htmlStyle{color:red}{x}', '\\text{<img src=x>}']) {
      const markup = typeset(tex).join('');
      expect(markup).not.toMatch(/<img|\sstyle=|\shref=/);
    }
  });

  it('sets every formula of the catalogue', () => {
    const formulas = [...new Set(formulasOf(catalogue))];
    expect(formulas.length).toBeGreaterThanOrEqual(catalogue.methods.length);
    for (const formula of formulas) {
      const markup = typeset(formula).join('');
      expect(markup, formula).toContain('<math');
      expect(markup, formula).not.toMatch(/\sstyle=|merror|mathvariant="(?!normal)/);
    }
  });
});

/** Every formula anywhere in a value. */
function formulasOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    name === 'formula' && typeof part === 'string' ? [part] : formulasOf(part),
  );
}
