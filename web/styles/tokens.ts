import { css } from 'lit';

/**
 * Colours, type and space of the whole interface, set on the document and inherited by every shadow root.
 * Each colour is a pair for light and dark; `data-theme` on the root element overrides what the system asks for.
 */
const tokens = css`
  :root {
    color-scheme: light dark;

    --ll-bg: light-dark(#f7f8fa, #12151b);
    --ll-surface: light-dark(#ffffff, #181c23);
    --ll-sunken: light-dark(#eef0f3, #0c0f13);
    --ll-raised: light-dark(#ffffff, #20262f);
    --ll-line: light-dark(#dcdfe5, #2b323d);
    --ll-line-strong: light-dark(#868c96, #69727f);
    --ll-text: light-dark(#1b2127, #e7eaed);
    --ll-muted: light-dark(#565d66, #9eabb8);
    --ll-accent: light-dark(#3b489f, #a9b8ff);
    --ll-on-accent: light-dark(#ffffff, #10152e);
    --ll-accent-soft: light-dark(#e6e9f8, #262d4b);
    --ll-danger: light-dark(#a8261d, #ff9a8f);
    --ll-danger-soft: light-dark(#fbe9e6, #371a18);
    --ll-warning: light-dark(#7c5200, #edbd5c);
    --ll-warning-soft: light-dark(#fbf1d9, #33270d);
    --ll-good: light-dark(#22703a, #74d391);

    --ll-real: light-dark(#6d7883, #8a97a5);
    --ll-generated: light-dark(#c2410c, #ff9d66);
    --ll-positive: light-dark(#2f6fb5, #3f86cf);
    --ll-negative: light-dark(#d08a2c, #b9731c);

    --ll-series-1: light-dark(#1f66b0, #6fb1f2);
    --ll-series-2: light-dark(#c2410c, #ff9d66);
    --ll-series-3: light-dark(#0f7a5f, #4fcaa4);
    --ll-series-4: light-dark(#8b3f9e, #d294e3);
    --ll-series-5: light-dark(#8a6a00, #dcb945);
    --ll-series-6: light-dark(#b02a5b, #f288ae);
    --ll-series-7: light-dark(#3d5a80, #a3b8d6);
    --ll-series-8: light-dark(#5c6b1e, #b4c66a);

    --ll-serif: 'Iowan Old Style', 'Palatino Linotype', Palatino, 'Source Serif 4', Georgia, 'DejaVu Serif', serif;
    --ll-sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif;
    --ll-mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, 'DejaVu Sans Mono', monospace;

    --ll-radius: 10px;
    --ll-radius-small: 6px;
    --ll-shadow:
      0 1px 2px light-dark(rgb(20 25 30 / 6%), rgb(0 0 0 / 30%)),
      0 6px 20px light-dark(rgb(20 25 30 / 5%), rgb(0 0 0 / 25%));
    --ll-focus: 2px solid var(--ll-accent);
  }

  :root[data-theme='light'] {
    color-scheme: light;
  }

  :root[data-theme='dark'] {
    color-scheme: dark;
  }

  html,
  body {
    margin: 0;
    min-height: 100%;
    background: var(--ll-bg);
    color: var(--ll-text);
    font: 15px/1.5 var(--ll-sans);
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
`;

/** Puts the tokens on the document. */
export function adoptTokens(root: Document = document): void {
  const sheet = tokens.styleSheet;
  if (sheet && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
