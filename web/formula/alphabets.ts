/** Where Unicode keeps a mathematical alphabet: its first letters and digit, and the letters that stand elsewhere. */
interface Alphabet {
  readonly upper: number;
  readonly lower?: number;
  readonly digit?: number;
  readonly elsewhere?: Readonly<Record<string, string>>;
}

const alphabets: Readonly<Record<string, Alphabet>> = {
  'double-struck': {
    upper: 0x1d538,
    lower: 0x1d552,
    digit: 0x1d7d8,
    elsewhere: { C: 'ℂ', H: 'ℍ', N: 'ℕ', P: 'ℙ', Q: 'ℚ', R: 'ℝ', Z: 'ℤ' },
  },
  script: {
    upper: 0x1d49c,
    elsewhere: { B: 'ℬ', E: 'ℰ', F: 'ℱ', H: 'ℋ', I: 'ℐ', L: 'ℒ', M: 'ℳ', R: 'ℛ' },
  },
  bold: { upper: 0x1d400, lower: 0x1d41a, digit: 0x1d7ce },
};

/**
 * Replaces `mathvariant` by the characters it stands for: browsers follow MathML Core, which knows no variant but
 * `normal`. Letters that have no such character keep their variant, which does no harm.
 */
export function withAlphabets(mathml: string): string {
  return mathml.replace(
    /<(m[ino]) mathvariant="([\w-]+)">([A-Za-z0-9]+)<\/\1>/g,
    (whole, tag: string, variant: string, text: string) => {
      const alphabet = alphabets[variant];
      if (!alphabet) return whole;
      const letters = Array.from(text, (letter) => letterOf(alphabet, letter));
      return letters.includes(undefined) ? whole : `<${tag} mathvariant="normal">${letters.join('')}</${tag}>`;
    },
  );
}

function letterOf({ upper, lower, digit, elsewhere }: Alphabet, letter: string): string | undefined {
  const known = elsewhere?.[letter];
  if (known !== undefined) return known;
  const code = letter.charCodeAt(0);
  const [start, first] = code < 58 ? [digit, 48] : code < 91 ? [upper, 65] : [lower, 97];
  return start === undefined ? undefined : String.fromCodePoint(start + code - first);
}
