import { scratch } from './scratch.ts';
import type { Surface } from './paint-controller.ts';

/** Images one after another, `[count, height, width, channels]`, 0 to 255. */
export interface ImageStack {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly pixels: Uint8Array;
}

/** Space between images, in CSS pixels. */
const gutter = 2;

export function imageCount({ height, width, channels, pixels }: ImageStack): number {
  const size = height * width * channels;
  return size === 0 ? 0 : Math.floor(pixels.length / size);
}

/** Columns that show `count` images nearly square, filling their rows where possible. */
export function gridColumns(count: number): number {
  const root = Math.ceil(Math.sqrt(count));
  for (let columns = root; columns <= root + 2; columns++) if (count % columns === 0) return columns;
  return root;
}

/**
 * Draws images in rows of `columns`, each pixel a crisp square. `order` names the image of each place, row by row.
 */
export function paintImages(
  { context, width, height }: Surface,
  stack: ImageStack,
  columns: number,
  order?: readonly number[],
): void {
  const count = order?.length ?? imageCount(stack);
  const rows = Math.ceil(count / columns);
  const place = Math.min((width - gutter * (columns - 1)) / columns, (height - gutter * (rows - 1)) / rows);
  const sheet = scratch(stack.width, stack.height);
  const image = new ImageData(stack.width, stack.height);
  context.imageSmoothingEnabled = false;
  for (let i = 0; i < count; i++) {
    fill(image.data, stack, order?.[i] ?? i);
    sheet.context.putImageData(image, 0, 0);
    const left = (i % columns) * (place + gutter);
    const top = Math.floor(i / columns) * (place + gutter);
    context.drawImage(sheet.canvas, left, top, place, place);
  }
}

/** Expands one gray or RGB image to RGBA. */
function fill(target: Uint8ClampedArray, { height, width, channels, pixels }: ImageStack, index: number): void {
  const size = height * width;
  const start = index * size * channels;
  for (let i = 0; i < size; i++) {
    const from = start + i * channels;
    const r = pixels[from] ?? 0;
    target[i * 4] = r;
    target[i * 4 + 1] = channels >= 3 ? (pixels[from + 1] ?? 0) : r;
    target[i * 4 + 2] = channels >= 3 ? (pixels[from + 2] ?? 0) : r;
    target[i * 4 + 3] = 255;
  }
}
