import type { Picture } from './png.ts';

/** Images of one size, `[count, height, width, channels]`, 0 to 255. */
export interface ImageStack {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** How the images of a stack lie in one picture: in rows from the top left, the last row perhaps not full. */
export interface TileLayout {
  readonly columns: number;
  readonly rows: number;
  /** Images with neither 1 nor 3 channels show each channel as a grey tile of its own. */
  readonly tileChannels: 1 | 3;
  readonly tiles: number;
}

/** @param columns images in a row; a square of images when not given. */
export function tileLayout(stack: ImageStack, columns = Math.ceil(Math.sqrt(stack.count))): TileLayout {
  const together = stack.channels === 1 || stack.channels === 3;
  const perImage = together ? 1 : stack.channels;
  const tiles = stack.count * perImage;
  return {
    columns: columns * perImage,
    rows: Math.ceil(stack.count / columns),
    tileChannels: stack.channels === 3 ? 3 : 1,
    tiles,
  };
}

/** Lays images out as one picture. */
export function toPicture(images: Uint8Array, stack: ImageStack, layout = tileLayout(stack)): Picture {
  const { width, height, channels } = pictureSize(stack, layout);
  const pixels = new Uint8Array(width * height * channels);
  forEachValue(stack, layout, (source, target) => {
    pixels[target] = images[source]!;
  });
  return { width, height, channels, pixels };
}

/** The images of a picture that `toPicture` made with the same layout. */
export function fromPicture(
  pixels: Uint8Array,
  stack: ImageStack,
  layout = tileLayout(stack),
): Uint8Array<ArrayBuffer> {
  const images = new Uint8Array(stack.count * stack.height * stack.width * stack.channels);
  forEachValue(stack, layout, (source, target) => {
    images[source] = pixels[target]!;
  });
  return images;
}

export function pictureSize(stack: ImageStack, layout: TileLayout): Omit<Picture, 'pixels'> {
  return {
    width: layout.columns * stack.width,
    height: layout.rows * stack.height,
    channels: layout.tileChannels,
  };
}

/** Calls back with the index of every value in the stack and in the picture. */
function forEachValue(stack: ImageStack, layout: TileLayout, visit: (source: number, target: number) => void): void {
  const { height, width, channels } = stack;
  const { columns, tileChannels, tiles } = layout;
  const perImage = channels === tileChannels ? 1 : channels;
  for (let tile = 0; tile < tiles; tile++) {
    const image = Math.floor(tile / perImage);
    const first = channels === tileChannels ? 0 : tile % perImage;
    const left = (tile % columns) * width;
    const top = Math.floor(tile / columns) * height;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const source = ((image * height + y) * width + x) * channels + first;
        const target = ((top + y) * columns * width + left + x) * tileChannels;
        for (let channel = 0; channel < tileChannels; channel++) visit(source + channel, target + channel);
      }
    }
  }
}
