/** One thing wrong with a spec. */
export interface SpecIssue {
  /** Dotted path of the setting, e.g. `optimisers.generator.learningRate`; empty for the spec as a whole. */
  readonly path: string;
  /** What is wrong and what is allowed, in plain words, without the path. */
  readonly message: string;
}

/** A spec that cannot be used; its message lists every issue, one a line. */
export class SpecError extends Error {
  override readonly name = 'SpecError';
  readonly issues: readonly SpecIssue[];

  constructor(issues: readonly SpecIssue[]) {
    super(issues.map(describeIssue).join('\n'));
    this.issues = issues;
  }
}

/** The issue as one line, e.g. `options.loss: 'hinge2' is not one of minimax, non-saturating`. */
function describeIssue({ path, message }: SpecIssue): string {
  return path === '' ? message : `${path}: ${message}`;
}

/** Longest text of a person's own input that a message repeats. */
const longestQuote = 40;

/** A value as a message shows it: short, and quoted where it is text. */
export function quote(value: unknown): string {
  if (typeof value === 'string') return `'${shorten(value)}'`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  if (typeof value === 'function') return 'a function';
  return shorten(String(value));
}

function shorten(text: string): string {
  return text.length <= longestQuote ? text : `${text.slice(0, longestQuote)}…`;
}
