import { int, pointer } from './arguments';
import { firstOf } from './division';
import { addRun, addScaled, blend, divideRun } from './float-runs';
import { copyRun, setRun } from './runs';

// Images are NHWC; threads share the rows of the result.

/**
 * batch, inHeight, inWidth, channels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padTop,
 * padLeft.
 */
export function avgPool(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const inHeight = int(at, 1);
  const inWidth = int(at, 2);
  const outHeight = int(at, 4);
  const outWidth = int(at, 5);
  const bytes = <usize>int(at, 3) << 2;
  const units = int(at, 0) * outHeight;
  const first = firstOf(units, thread, threads);
  const end = firstOf(units, thread + 1, threads);
  let to = pointer(at, 12) + <usize>(first * outWidth) * bytes;
  for (let unit = first; unit < end; unit++) {
    const example = unit / outHeight;
    const top = (unit - example * outHeight) * int(at, 8) - int(at, 10);
    const y0 = max(0, top);
    const y1 = min(inHeight, top + int(at, 6));
    for (let column = 0; column < outWidth; column++, to += bytes) {
      const left = column * int(at, 9) - int(at, 11);
      const x0 = max(0, left);
      const x1 = min(inWidth, left + int(at, 7));
      setRun(to, 0, bytes);
      for (let y = y0; y < y1; y++) {
        let from = pointer(at, 13) + <usize>((example * inHeight + y) * inWidth + x0) * bytes;
        for (let x = x0; x < x1; x++, from += bytes) addRun(to, from, bytes);
      }
      divideRun(to, <f32>((y1 - y0) * (x1 - x0)), bytes);
    }
  }
}

/** As `avgPool`; dy is `[batch, outHeight, outWidth, channels]`. */
export function avgPoolGrad(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const inHeight = int(at, 1);
  const inWidth = int(at, 2);
  const bytes = <usize>int(at, 3) << 2;
  const outHeight = int(at, 4);
  const outWidth = int(at, 5);
  const units = int(at, 0) * inHeight;
  const first = firstOf(units, thread, threads);
  const end = firstOf(units, thread + 1, threads);
  const size = <f32>(int(at, 6) * int(at, 7));
  let to = pointer(at, 12) + <usize>(first * inWidth) * bytes;
  for (let unit = first; unit < end; unit++) {
    const example = unit / inHeight;
    const down = unit - example * inHeight + int(at, 10);
    const y0 = firstWindow(down, int(at, 6), int(at, 8));
    const y1 = min(outHeight, down / int(at, 8) + 1);
    for (let column = 0; column < inWidth; column++, to += bytes) {
      const across = column + int(at, 11);
      const x0 = firstWindow(across, int(at, 7), int(at, 9));
      const x1 = min(outWidth, across / int(at, 9) + 1);
      setRun(to, 0, bytes);
      for (let y = y0; y < y1; y++) {
        let from = pointer(at, 13) + <usize>((example * outHeight + y) * outWidth + x0) * bytes;
        for (let x = x0; x < x1; x++, from += bytes) addRun(to, from, bytes);
      }
      divideRun(to, size, bytes);
    }
  }
}

/** The first window that reaches as far as `place`, counted from where the first window starts. */
// @ts-ignore: decorator
@inline
function firstWindow(place: i32, size: i32, stride: i32): i32 {
  return max(0, (place - size + stride) / stride);
}

/** batch, inHeight, inWidth, channels, outHeight, outWidth, bilinear, alignCorners. */
export function resize(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const inHeight = int(at, 1);
  const inWidth = int(at, 2);
  const bytes = <usize>int(at, 3) << 2;
  const outHeight = int(at, 4);
  const outWidth = int(at, 5);
  const units = int(at, 0) * outHeight;
  const first = firstOf(units, thread, threads);
  const end = firstOf(units, thread + 1, threads);
  let to = pointer(at, 8) + <usize>(first * outWidth) * bytes;
  for (let unit = first; unit < end; unit++) {
    const example = unit / outHeight;
    const row = positionOf(at, unit - example * outHeight, inHeight, outHeight);
    const image = pointer(at, 9) + <usize>(example * inHeight * inWidth) * bytes;
    const top = image + <usize>(lowOf(row) * inWidth) * bytes;
    const bottom = image + <usize>(highOf(row, inHeight) * inWidth) * bytes;
    const down = row - floor(row);
    for (let column = 0; column < outWidth; column++, to += bytes) {
      const place = positionOf(at, column, inWidth, outWidth);
      const left = <usize>lowOf(place) * bytes;
      const right = <usize>highOf(place, inWidth) * bytes;
      const across = place - floor(place);
      if (across == 0 && down == 0) copyRun(to, top + left, bytes);
      else blend(to, top + left, top + right, bottom + left, bottom + right, across, down, bytes);
    }
  }
}

/** As `resize`; dy is `[batch, outHeight, outWidth, channels]`. */
export function resizeGrad(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const inHeight = int(at, 1);
  const inWidth = int(at, 2);
  const bytes = <usize>int(at, 3) << 2;
  const outHeight = int(at, 4);
  const outWidth = int(at, 5);
  const units = int(at, 0) * inHeight;
  const end = firstOf(units, thread + 1, threads);
  for (let unit = firstOf(units, thread, threads); unit < end; unit++) {
    const example = unit / inHeight;
    const own = unit - example * inHeight;
    const to = pointer(at, 8) + <usize>(unit * inWidth) * bytes;
    setRun(to, 0, <usize>inWidth * bytes);
    for (let y = 0; y < outHeight; y++) {
      const row = positionOf(at, y, inHeight, outHeight);
      const down = row - floor(row);
      let weight: f32 = 0;
      if (lowOf(row) == own) weight += 1 - down;
      if (highOf(row, inHeight) == own) weight += down;
      if (weight == 0) continue;
      let from = pointer(at, 9) + <usize>((example * outHeight + y) * outWidth) * bytes;
      for (let x = 0; x < outWidth; x++, from += bytes) {
        const place = positionOf(at, x, inWidth, outWidth);
        const across = place - floor(place);
        const left = to + <usize>lowOf(place) * bytes;
        if (across == 0) addScaled(left, from, weight, bytes);
        else {
          addScaled(left, from, weight * (1 - across), bytes);
          addScaled(to + <usize>highOf(place, inWidth) * bytes, from, weight * across, bytes);
        }
      }
    }
  }
}

/** Where output `index` lies in the input, in pixels; a whole number for the nearest neighbour. */
// @ts-ignore: decorator
@inline
function positionOf(at: usize, index: i32, inputs: i32, outputs: i32): f32 {
  const corners = int(at, 7) == 1;
  const aligned = corners && outputs > 1 ? 1 : 0;
  const place = (<f32>(inputs - aligned) / <f32>(outputs - aligned)) * <f32>index;
  if (int(at, 6) == 1) return min(place, <f32>(inputs - 1));
  return min(floor(corners ? place + <f32>0.5 : place), <f32>(inputs - 1));
}

// @ts-ignore: decorator
@inline
function lowOf(position: f32): i32 {
  return <i32>position;
}

// @ts-ignore: decorator
@inline
function highOf(position: f32, inputs: i32): i32 {
  return min(<i32>ceil(position), inputs - 1);
}
