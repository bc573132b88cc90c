/** A small canvas to compose pixels on before they are scaled onto the one that is seen. */
export interface Scratch {
  readonly canvas: OffscreenCanvas;
  readonly context: OffscreenCanvasRenderingContext2D;
}

const kept = new Map<string, Scratch>();

/** The scratch canvas of a size. The same one every time: making one costs more than drawing on it. */
export function scratch(width: number, height: number): Scratch {
  const key = `${width}x${height}`;
  const known = kept.get(key);
  if (known) return known;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser draws no 2-D canvas outside the page');
  const made = { canvas, context };
  kept.set(key, made);
  return made;
}
