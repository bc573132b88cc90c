import { css, unsafeCSS } from 'lit';

/** What the SVG plots of studies share: axes, numbers, and one class for each arm's colour. */
export const plotStyles = css`
  figure {
    margin: 0;
    min-width: 0;
  }

  svg {
    display: block;
    width: 100%;
    overflow: visible;
  }

  .grid {
    stroke: var(--ll-line);
  }

  text {
    fill: var(--ll-muted);
    font: 11.5px var(--ll-sans);
    font-variant-numeric: tabular-nums;
  }

  /* Lines of the plot pass behind a name, not through it. */
  text.name {
    fill: var(--ll-text);
    font-size: 12.5px;
    paint-order: stroke;
    stroke: var(--ll-surface);
    stroke-width: 5px;
    stroke-linejoin: round;
  }

  .interval {
    stroke: var(--colour);
    stroke-width: 2.5;
    stroke-linecap: round;
  }

  .mean {
    fill: var(--colour);
  }

  .mean.ring {
    fill: none;
    stroke: var(--colour);
    stroke-width: 2.5;
  }

  .seed {
    fill: var(--colour);
    opacity: 0.35;
  }

  .baseline {
    stroke: var(--ll-text);
    stroke-dasharray: 4 4;
    opacity: 0.5;
  }

  .floor {
    stroke: var(--ll-good);
    stroke-dasharray: 2 3;
  }

  ${unsafeCSS(Array.from({ length: 8 }, (_, i) => `.series-${i + 1} { --colour: var(--ll-series-${i + 1}); }`).join('\n'))}
`;
