/** Side in pixels of the square window, and of the smallest images. */
export const windowSide = 11;
/** The window's weights are a Gaussian of this standard deviation in pixels, and sum to 1. */
const windowStd = 1.5;
/** Constants that keep the quotients stable, for values in [0, 1]: K1 = 0.01 and K2 = 0.03, squared. */
const c1 = 0.01 ** 2;
const c2 = 0.03 ** 2;

/** The window along one axis, of which it is the product with itself. */
const weights = (() => {
  const values = Array.from({ length: windowSide }, (_, i) =>
    Math.exp(-((i - (windowSide - 1) / 2) ** 2) / (2 * windowStd ** 2)),
  );
  const sum = values.reduce((total, value) => total + value, 0);
  return Float64Array.from(values, (value) => value / sum);
})();

/**
 * Structural similarity of pairs of images in float64: its mean over every place where the 11 x 11 Gaussian window lies
 * within the image, and over the channels. Wang et al. 2004, "Image quality assessment: from error visibility to
 * structural similarity", equation 13, for values in [0, 1] and without the downsampling of large images that the
 * authors' later program does first. Yields after each image.
 *
 * @param x, y `[count, height, width, channels]` @returns `[count]`, 1 for equal images
 * @throws RangeError for images smaller than the window, or of different sizes.
 */
export function* structuralSimilarities(
  x: Float32Array,
  y: Float32Array,
  [height, width, channels]: readonly [number, number, number],
): Generator<void, Float64Array> {
  if (x.length !== y.length) throw new RangeError(`${x.length} values do not compare with ${y.length}.`);
  if (Math.min(height, width) < windowSide) {
    throw new RangeError(`Images of ${height} x ${width} are smaller than the window.`);
  }
  const size = height * width * channels;
  const values = new Float64Array(x.length / size);
  for (let i = 0; i < values.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      const plane = (images: Float32Array) =>
        Float64Array.from({ length: height * width }, (_, at) => images[i * size + at * channels + channel]!);
      sum += planeSimilarity(plane(x), plane(y), height, width);
    }
    values[i] = sum / channels;
    yield;
  }
  return values;
}

function planeSimilarity(x: Float64Array, y: Float64Array, height: number, width: number): number {
  const smooth = (plane: Float64Array) => filtered(plane, height, width);
  const meanX = smooth(x);
  const meanY = smooth(y);
  const squareX = smooth(x.map((value) => value * value));
  const squareY = smooth(y.map((value) => value * value));
  const product = smooth(x.map((value, at) => value * y[at]!));
  let sum = 0;
  for (let at = 0; at < meanX.length; at++) {
    const mx = meanX[at]!;
    const my = meanY[at]!;
    const varianceX = squareX[at]! - mx * mx;
    const varianceY = squareY[at]! - my * my;
    const covariance = product[at]! - mx * my;
    const luminance = (2 * mx * my + c1) / (mx * mx + my * my + c1);
    sum += (luminance * (2 * covariance + c2)) / (varianceX + varianceY + c2);
  }
  return sum / meanX.length;
}

/** Weighted means over every window within the plane: rows first, then columns. */
function filtered(plane: Float64Array, height: number, width: number): Float64Array {
  const columns = width - windowSide + 1;
  const rows = height - windowSide + 1;
  const across = new Float64Array(height * columns);
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < windowSide; k++) sum += weights[k]! * plane[i * width + j + k]!;
      across[i * columns + j] = sum;
    }
  }
  const means = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < windowSide; k++) sum += weights[k]! * across[(i + k) * columns + j]!;
      means[i * columns + j] = sum;
    }
  }
  return means;
}
