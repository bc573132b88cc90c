/**
 * Puts one example on a canvas of its own size, which the page scales up: an image, or the frames of a sequence side by
 * side. A mask tints where it is 1.
 */
export function paintExample(
  canvas: HTMLCanvasElement,
  values: Uint8ClampedArray | Uint8Array,
  shape: readonly number[],
  mask?: Uint8Array,
): void {
  const [height = 1, width = 1, channels = 1] = shape.slice(-3);
  const frames = shape.length === 4 ? shape[0]! : 1;
  canvas.width = width * frames;
  canvas.height = height;
  const image = new ImageData(canvas.width, height);
  for (let frame = 0; frame < frames; frame++) {
    for (let place = 0; place < height * width; place++) {
      const from = (frame * height * width + place) * channels;
      const to = 4 * (Math.floor(place / width) * canvas.width + frame * width + (place % width));
      for (let channel = 0; channel < 3; channel++) {
        image.data[to + channel] = values[from + (channels === 1 ? 0 : Math.min(channel, channels - 1))]!;
      }
      if (mask?.[place] === 1) image.data[to] = 255;
      image.data[to + 3] = 255;
    }
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
