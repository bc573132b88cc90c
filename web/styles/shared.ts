import { css } from 'lit';

/** What every element of the interface shares: box model, focus, text, hidden text. */
export const base = css`
  :host {
    display: block;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :focus-visible {
    outline: var(--ll-focus);
    outline-offset: 2px;
  }

  h1,
  h2,
  h3 {
    margin: 0;
    font-family: var(--ll-serif);
    font-weight: 600;
    line-height: 1.2;
    letter-spacing: -0.005em;
  }

  h1 {
    font-size: 1.75rem;
  }

  h2 {
    font-size: 1.2rem;
  }

  h3,
  h2.minor {
    font-size: 1rem;
  }

  p {
    margin: 0;
  }

  a {
    color: var(--ll-accent);
    text-underline-offset: 2px;
  }

  .muted {
    color: var(--ll-muted);
  }

  .small {
    font-size: 0.85rem;
  }

  .number {
    font-variant-numeric: tabular-nums;
  }

  .card {
    background: var(--ll-surface);
    border: 1px solid var(--ll-line);
    border-radius: var(--ll-radius);
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  /* What a finger can hit. */
  @media (pointer: coarse) {
    summary {
      min-height: 44px !important;
      align-content: center;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      transition-duration: 0s !important;
      animation-duration: 0s !important;
      scroll-behavior: auto !important;
    }
  }
`;

/** Buttons and links that look like buttons. */
export const buttons = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.45em;
    min-height: 36px;
    padding: 0 14px;
    border: 1px solid var(--ll-line-strong);
    border-radius: var(--ll-radius-small);
    background: var(--ll-surface);
    color: var(--ll-text);
    font: inherit;
    font-size: 0.92rem;
    line-height: 1.2;
    text-decoration: none;
    white-space: nowrap;
    cursor: pointer;
    transition: background-color 0.12s;
  }

  .button:hover:not(:disabled) {
    background: var(--ll-accent-soft);
    border-color: var(--ll-accent);
  }

  .button.primary {
    background: var(--ll-accent);
    border-color: var(--ll-accent);
    color: var(--ll-on-accent);
    font-weight: 600;
  }

  .button.primary:hover:not(:disabled) {
    background: color-mix(in oklab, var(--ll-accent) 86%, var(--ll-text));
  }

  .button.quiet {
    border-color: transparent;
    background: transparent;
  }

  .button.danger {
    color: var(--ll-danger);
  }

  .button.icon {
    width: 36px;
    padding: 0;
  }

  .button:disabled {
    opacity: 0.5;
    cursor: not-allowed;
  }

  .button svg {
    width: 1.15em;
    height: 1.15em;
    flex: none;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }

  /* Where the system chooses the colours, a background tells nothing. */
  @media (forced-colors: active) {
    .button[aria-pressed='true'],
    .button.primary {
      outline: 2px solid Highlight;
      outline-offset: -3px;
    }
  }

  @media (pointer: coarse) {
    .button {
      min-height: 44px !important;
    }

    .button.icon {
      min-width: 44px;
    }
  }
`;

/** Text boxes, selects, sliders, check boxes. */
export const inputs = css`
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }

  input[type='text'],
  input[type='search'],
  input[type='number'],
  select {
    min-height: 36px;
    min-width: 0;
    padding: 0 10px;
    border: 1px solid var(--ll-line-strong);
    border-radius: var(--ll-radius-small);
    background: var(--ll-surface);
    font-size: 0.92rem;
  }

  input[aria-invalid='true'],
  select[aria-invalid='true'] {
    border-color: var(--ll-danger);
  }

  input[type='range'] {
    accent-color: var(--ll-accent);
    min-width: 0;
    height: 24px;
    margin: 0;
    cursor: pointer;
  }

  input[type='checkbox'],
  input[type='radio'] {
    accent-color: var(--ll-accent);
    width: 18px;
    height: 18px;
    margin: 0;
    flex: none;
  }

  label.check {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-height: 32px;
    cursor: pointer;
  }

  @media (pointer: coarse) {
    input[type='text'],
    input[type='search'],
    input[type='number'],
    select,
    label.check {
      min-height: 44px;
    }

    input[type='range'] {
      height: 44px;
    }

    input[type='checkbox'],
    input[type='radio'] {
      width: 22px;
      height: 22px;
    }
  }
`;

/** Bars that fill up. */
export const progressBars = css`
  progress {
    display: block;
    width: 100%;
    height: 8px;
    margin-top: 4px;
    border: 0;
    border-radius: 4px;
    overflow: hidden;
    appearance: none;
    background: var(--ll-line);
  }

  progress::-webkit-progress-bar {
    background: var(--ll-line);
  }

  progress::-webkit-progress-value {
    background: var(--ll-accent);
  }

  progress::-moz-progress-bar {
    background: var(--ll-accent);
  }

  @media (forced-colors: active) {
    progress {
      border: 1px solid CanvasText;
      forced-color-adjust: none;
    }
  }
`;

/** Tables of figures. */
export const tables = css`
  /*
   * A containing block too, or hidden text within would widen the page. Shadows show on the sides where more is: covers
   * that scroll along hide them at the ends.
   */
  .scroll {
    position: relative;
    overflow-x: auto;
    background:
      linear-gradient(90deg, var(--ll-surface) 40%, transparent) left / 40px 100% local no-repeat,
      linear-gradient(270deg, var(--ll-surface) 40%, transparent) right / 40px 100% local no-repeat,
      linear-gradient(90deg, var(--ll-line-strong), transparent) left / 12px 100% scroll no-repeat,
      linear-gradient(270deg, var(--ll-line-strong), transparent) right / 12px 100% scroll no-repeat;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.9rem;
  }

  th,
  td {
    padding: 8px 10px;
    border-bottom: 1px solid var(--ll-line);
    text-align: left;
    vertical-align: middle;
  }

  th {
    color: var(--ll-muted);
    font-weight: 600;
    font-size: 0.82rem;
    white-space: nowrap;
  }

  tr:last-child > td,
  tr:last-child > th {
    border-bottom: 0;
  }

  td.number,
  th.number {
    text-align: right;
  }
`;
