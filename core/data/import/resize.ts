/** An image of bytes, row-major, channels side by side. */
export interface Pixels {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * The image as a square of `side`: each pixel is the mean of the area that it covers, and the nearest one where the image
 * grows. 'crop' takes the middle square of an image, 'stretch' all of it.
 */
export function scaled({ data, height, width, channels }: Pixels, side: number, fit: 'crop' | 'stretch'): Uint8Array {
  const shorter = Math.min(height, width);
  const [rows, columns] = fit === 'crop' ? [shorter, shorter] : [height, width];
  const down = spansOf(Math.floor((height - rows) / 2), rows, side);
  const across = spansOf(Math.floor((width - columns) / 2), columns, side);
  const out = new Uint8Array(side * side * channels);
  const sums = new Float64Array(channels);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      sums.fill(0);
      const [vertical, horizontal] = [down[y]!, across[x]!];
      for (let i = 0; i < vertical.weights.length; i++) {
        const row = (vertical.start + i) * width;
        for (let j = 0; j < horizontal.weights.length; j++) {
          const weight = vertical.weights[i]! * horizontal.weights[j]!;
          const from = (row + horizontal.start + j) * channels;
          for (let channel = 0; channel < channels; channel++) sums[channel]! += weight * data[from + channel]!;
        }
      }
      const to = (y * side + x) * channels;
      for (let channel = 0; channel < channels; channel++) out[to + channel] = Math.floor(sums[channel]! + 0.5);
    }
  }
  return out;
}

interface Span {
  readonly start: number;
  /** Sum 1. */
  readonly weights: Float64Array;
}

/** Which pixels of a line each of `to` pixels covers, and how much of each. */
function spansOf(offset: number, from: number, to: number): Span[] {
  return Array.from({ length: to }, (_, i) => {
    if (from <= to) {
      return { start: offset + Math.min(from - 1, Math.floor(((i + 0.5) * from) / to)), weights: Float64Array.of(1) };
    }
    const [low, high] = [(i * from) / to, ((i + 1) * from) / to];
    const first = Math.floor(low);
    const last = Math.min(from, Math.ceil(high - 1e-9));
    const weights = Float64Array.from({ length: last - first }, (_, k) => {
      return (Math.min(high, first + k + 1) - Math.max(low, first + k)) / (high - low);
    });
    return { start: offset + first, weights };
  });
}

/** Luma of colour pixels (ITU-R BT.601), in whole numbers. */
export function greyed(pixels: Uint8Array): Uint8Array {
  const out = new Uint8Array(pixels.length / 3);
  for (let i = 0; i < out.length; i++) {
    out[i] = (77 * pixels[3 * i]! + 150 * pixels[3 * i + 1]! + 29 * pixels[3 * i + 2]! + 128) >> 8;
  }
  return out;
}

/** Colours on white paper, without their transparency: `[n, 3]` of `[n, 4]`. */
export function onWhite(rgba: Uint8Array | Uint8ClampedArray): Uint8Array {
  const out = new Uint8Array((rgba.length / 4) * 3);
  for (let i = 0; i < rgba.length / 4; i++) {
    const alpha = rgba[4 * i + 3]!;
    for (let channel = 0; channel < 3; channel++) {
      out[3 * i + channel] = Math.floor((rgba[4 * i + channel]! * alpha + 255 * (255 - alpha)) / 255 + 0.5);
    }
  }
  return out;
}
