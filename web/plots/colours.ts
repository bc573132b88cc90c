/** A colour as red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

const probe =
  typeof document === 'undefined'
    ? undefined
    : document.createElement('canvas').getContext('2d', { willReadFrequently: true });

const known = new Map<string, string>();
let knownTheme = '';

/**
 * What a colour token of the document is worth now, e.g. `--ll-accent`, as a CSS colour without `light-dark()`. Asking
 * the browser costs a style recalculation, so answers are kept until the theme changes.
 */
export function tokenColour(element: HTMLElement, token: string): string {
  const theme = `${document.documentElement.dataset['theme'] ?? ''} ${matchMedia('(prefers-color-scheme: dark)').matches}`;
  if (theme !== knownTheme) known.clear();
  knownTheme = theme;
  const answer = known.get(token);
  if (answer !== undefined) return answer;
  // Where the system chooses the colours every curve would have that of text.
  element.style.setProperty('forced-color-adjust', 'none');
  element.style.setProperty('color', `var(${token})`);
  const colour = getComputedStyle(element).color;
  element.style.removeProperty('color');
  element.style.removeProperty('forced-color-adjust');
  known.set(token, colour);
  return colour;
}

const knownRgb = new Map<string, Rgb>();

/** The red, green and blue of any opaque CSS colour. */
export function toRgb(colour: string): Rgb {
  const answer = knownRgb.get(colour);
  if (answer || !probe) return answer ?? [0, 0, 0];
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = probe.getImageData(0, 0, 1, 1).data;
  knownRgb.set(colour, [r, g, b]);
  return [r, g, b];
}

/** The token of the n-th curve of a chart. */
export function seriesToken(index: number): string {
  return `--ll-series-${(index % 8) + 1}`;
}
