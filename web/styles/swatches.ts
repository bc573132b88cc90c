import { css, unsafeCSS } from 'lit';

/** One class per curve colour, `series-1` to `series-8`, since a strict policy forbids style attributes. */
export const swatches = css`
  .swatch {
    display: inline-block;
    flex: none;
    width: 12px;
    height: 12px;
    border-radius: 3px;
    background: var(--swatch, var(--ll-muted));
    /* The colour is what it tells. */
    forced-color-adjust: none;
  }

  ${unsafeCSS(Array.from({ length: 8 }, (_, i) => `.series-${i + 1} { --swatch: var(--ll-series-${i + 1}); }`).join('\n'))}
`;

/** The class of the n-th curve. */
export function seriesClass(index: number): string {
  return `series-${(index % 8) + 1}`;
}

/** A colour for a run, the same wherever the run is shown. */
export function runColour(runId: string): number {
  let hash = 0;
  for (const c of runId) hash = (Math.imul(hash, 31) + (c.codePointAt(0) ?? 0)) >>> 0;
  return hash % 8;
}
