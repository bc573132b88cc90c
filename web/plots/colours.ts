/** A colour as red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

const probe =
  typeof document === 'undefined'
    ? undefined
    : document.createElement('canvas').getContext('2d', { willReadFrequently: true });

/** What a colour token is worth inside an element now, e.g. `--ll-accent`, as a CSS colour without `light-dark()`. */
export function tokenColour(element: HTMLElement, token: string): string {
  element.style.setProperty('color', `var(${token})`);
  const colour = getComputedStyle(element).color;
  element.style.removeProperty('color');
  return colour;
}

/** The red, green and blue of any opaque CSS colour. */
export function toRgb(colour: string): Rgb {
  if (!probe) return [0, 0, 0];
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = probe.getImageData(0, 0, 1, 1).data;
  return [r, g, b];
}

/** The token of the n-th curve of a chart. */
export function seriesToken(index: number): string {
  return `--ll-series-${(index % 8) + 1}`;
}
