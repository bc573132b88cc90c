/** A formula as a tree that HTML can show without a typesetter. */
export type TexNode =
  | { readonly kind: 'text'; readonly text: string; readonly upright: boolean }
  | { readonly kind: 'sub' | 'sup'; readonly body: readonly TexNode[] }
  | { readonly kind: 'fraction'; readonly over: readonly TexNode[]; readonly under: readonly TexNode[] }
  /** An operator with what it ranges over beneath, e.g. min over G. */
  | { readonly kind: 'operator'; readonly text: string; readonly under: readonly TexNode[] }
  | { readonly kind: 'root'; readonly body: readonly TexNode[] };

const symbols: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  varepsilon: 'ε',
  zeta: 'ζ',
  eta: 'η',
  theta: 'θ',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  xi: 'ξ',
  pi: 'π',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  phi: 'φ',
  varphi: 'φ',
  chi: 'χ',
  psi: 'ψ',
  omega: 'ω',
  Gamma: 'Γ',
  Delta: 'Δ',
  Theta: 'Θ',
  Lambda: 'Λ',
  Sigma: 'Σ',
  Phi: 'Φ',
  Psi: 'Ψ',
  Omega: 'Ω',
  nabla: '∇',
  partial: '∂',
  infty: '∞',
  cdot: ' · ',
  times: ' × ',
  pm: ' ± ',
  mp: ' ∓ ',
  le: ' ≤ ',
  leq: ' ≤ ',
  ge: ' ≥ ',
  geq: ' ≥ ',
  ne: ' ≠ ',
  neq: ' ≠ ',
  approx: ' ≈ ',
  sim: ' ∼ ',
  propto: ' ∝ ',
  in: ' ∈ ',
  to: ' → ',
  rightarrow: ' → ',
  leftarrow: ' ← ',
  mapsto: ' ↦ ',
  sum: '∑',
  prod: '∏',
  int: '∫',
  ldots: '…',
  dots: '…',
  cdots: '⋯',
  mid: ' | ',
  vert: '|',
  lVert: '‖',
  rVert: '‖',
  Vert: '‖',
  '|': '‖',
  '{': '{',
  '}': '}',
  ell: 'ℓ',
  top: '⊤',
  circ: '∘',
  odot: ' ⊙ ',
  quad: '  ',
  qquad: '    ',
  ',': ' ',
  ';': ' ',
  ':': ' ',
  '!': '',
  ' ': ' ',
  '\\': '  ',
  langle: '⟨',
  rangle: '⟩',
  forall: '∀',
};
const functions = new Set([
  'log',
  'exp',
  'min',
  'max',
  'sin',
  'cos',
  'tanh',
  'det',
  'sup',
  'inf',
  'arg',
  'softplus',
  'lim',
  'Pr',
  'ln',
]);
const limits = new Set(['min', 'max', 'sup', 'inf', 'lim']);
const doubleStruck: Readonly<Record<string, string>> = { E: '𝔼', R: 'ℝ', P: 'ℙ', N: 'ℕ', Z: 'ℤ', V: '𝕍' };
const calligraphic: Readonly<Record<string, string>> = { L: 'ℒ', N: '𝒩', D: '𝒟', F: 'ℱ', U: '𝒰', W: '𝒲', H: 'ℋ' };
const ignored = new Set([
  'left',
  'right',
  'big',
  'Big',
  'bigl',
  'bigr',
  'Bigl',
  'Bigr',
  'displaystyle',
  'textstyle',
  'limits',
  'bigg',
]);
const accents: Readonly<Record<string, string>> = { hat: '\u0302', tilde: '\u0303', bar: '\u0304', vec: '\u20d7' };

/**
 * Reads the subset of TeX in which methods declare their formulas. An unknown command shows as its name, so that
 * nothing is lost.
 */
export function parseTex(source: string): readonly TexNode[] {
  const reader = new Reader(source);
  return merge(reader.sequence());
}

/** The formula as one line of text, for labels. */
export function texToText(nodes: readonly TexNode[]): string {
  return nodes
    .map((node) => {
      switch (node.kind) {
        case 'text':
          return node.text;
        case 'sub':
          return `_${texToText(node.body)}`;
        case 'sup':
          return `^${texToText(node.body)}`;
        case 'fraction':
          return `(${texToText(node.over)})/(${texToText(node.under)})`;
        case 'operator':
          return `${node.text}_${texToText(node.under)} `;
        case 'root':
          return `√(${texToText(node.body)})`;
      }
    })
    .join('');
}

class Reader {
  #at = 0;
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  /** Nodes up to the end or an unmatched closing brace. */
  sequence(): TexNode[] {
    const nodes: TexNode[] = [];
    while (this.#at < this.#source.length && this.#source[this.#at] !== '}') nodes.push(...this.#one());
    return nodes;
  }

  #one(): TexNode[] {
    const c = this.#source[this.#at++] ?? '';
    if (c === '{') return this.#closeGroup();
    if (c === '_' || c === '^') return [{ kind: c === '_' ? 'sub' : 'sup', body: merge(this.#argument()) }];
    if (c === '\\') return this.#command();
    if (c === '&' || c === '~') return [text(' ')];
    if (/\s/.test(c)) return [];
    if (/[a-zA-Z]/.test(c)) return [text(c, false)];
    if (c === '-') return [text('−')];
    if (c === '=') return [text(' = ')];
    if (c === '+') return [text(' + ')];
    if (c === ',') return [text(', ')];
    return [text(c === "'" ? '′' : c)];
  }

  #closeGroup(): TexNode[] {
    const body = this.sequence();
    this.#at++;
    return body;
  }

  #argument(): TexNode[] {
    while (/\s/.test(this.#source[this.#at] ?? '')) this.#at++;
    return this.#one();
  }

  #command(): TexNode[] {
    const name = /^([a-zA-Z]+|.)/s.exec(this.#source.slice(this.#at))?.[0] ?? '';
    this.#at += name.length;
    if (ignored.has(name)) {
      if (this.#source[this.#at] === '.') this.#at++;
      return [];
    }
    if (name === 'frac' || name === 'tfrac' || name === 'dfrac') {
      return [{ kind: 'fraction', over: merge(this.#argument()), under: merge(this.#argument()) }];
    }
    if (name === 'sqrt') return [{ kind: 'root', body: merge(this.#argument()) }];
    if (name === 'mathbb') return mapLetters(this.#argument(), doubleStruck);
    if (name === 'mathcal') return mapLetters(this.#argument(), calligraphic);
    if (['mathrm', 'operatorname', 'text', 'textrm', 'mathsf'].includes(name)) return this.#upright();
    if (['mathbf', 'boldsymbol', 'mathit', 'substack'].includes(name)) return this.#argument();
    const accent = accents[name];
    if (accent)
      return this.#argument().map((node) => (node.kind === 'text' ? { ...node, text: node.text + accent } : node));
    if (name === 'underset' || name === 'overset') {
      const small = merge(this.#argument());
      return [...this.#argument(), { kind: name === 'underset' ? 'sub' : 'sup', body: small }];
    }
    if (limits.has(name)) return [this.#operator(name)];
    if (functions.has(name)) return [text(`\u2009${name}\u2009`)];
    return [text(symbols[name] ?? name, !/^[α-ω]$/.test(symbols[name] ?? ''))];
  }

  #operator(name: string): TexNode {
    while (/\s/.test(this.#source[this.#at] ?? '')) this.#at++;
    if (this.#source[this.#at] !== '_') return text(`${name}\u2009`);
    this.#at++;
    return { kind: 'operator', text: name, under: merge(this.#argument()) };
  }

  /** Text of a group with its spaces. */
  #upright(): TexNode[] {
    const group = /^\s*\*?\{([^{}\\]*)\}/.exec(this.#source.slice(this.#at));
    if (!group) return this.#argument().map((node) => (node.kind === 'text' ? { ...node, upright: true } : node));
    this.#at += group[0].length;
    return [text(group[1] ?? '')];
  }
}

function text(value: string, upright = true): TexNode {
  return { kind: 'text', text: value, upright };
}

function mapLetters(nodes: readonly TexNode[], table: Readonly<Record<string, string>>): TexNode[] {
  return nodes.map((node) => (node.kind === 'text' ? text([...node.text].map((c) => table[c] ?? c).join('')) : node));
}

/** Joins neighbouring text of one kind. */
function merge(nodes: readonly TexNode[]): readonly TexNode[] {
  const merged: TexNode[] = [];
  for (const node of nodes) {
    const last = merged.at(-1);
    if (node.kind === 'text' && last?.kind === 'text' && last.upright === node.upright) {
      merged[merged.length - 1] = { ...last, text: last.text + node.text };
    } else merged.push(node);
  }
  return merged;
}
