// Regions of the results of a convolution that meet the same taps of the filter: at the edges of an image some taps lie
// outside, and are left out there instead of being multiplied by zeros.

import { Product } from './matrix-product';
import { multiplyShare } from './workspace';

/** One axis of a convolution: tap i of position p meets pixel `p step + start + i tapStep` of the image, if there is one. */
@unmanaged
export class Axis {
  /** Pixels. */
  size: i32;
  /** Positions. */
  grid: i32;
  step: i32;
  start: i32;
  taps: i32;
  tapStep: i32;
  /** Place in the filter of tap 0, and from each tap to the next. */
  filterTap: i32;
  filterStep: i32;

  /** The first tap inside the image, or `taps`. */
  firstTap(position: i32): i32 {
    let pixel = position * this.step + this.start;
    let tap = 0;
    for (; tap < this.taps && pixel < 0; tap++) pixel += this.tapStep;
    return tap;
  }

  /** The tap after the last one inside the image. */
  endTap(position: i32): i32 {
    let tap = this.firstTap(position);
    let pixel = position * this.step + this.start + tap * this.tapStep;
    for (; tap < this.taps && pixel < this.size; tap++) pixel += this.tapStep;
    return tap;
  }

  /** The position after those from `position` on that meet the same taps. */
  endOfRegion(position: i32): i32 {
    const first = this.firstTap(position);
    const end = this.endTap(position);
    do position++;
    while (position < this.grid && this.firstTap(position) == first && this.endTap(position) == end);
    return position;
  }
}

/** Fewest images for which regions of one position are worth a filter packed for them. */
const worthRegions: i32 = 4;

/**
 * The product of patches and filter in all regions, to `out`; `product` has everything but what differs between them.
 * `filterWidth` is the whole filter's.
 */
export function multiplyRegions(
  product: Product,
  out: usize,
  batch: i32,
  columns: i32,
  filterWidth: i32,
  thread: i32,
  threads: i32,
): void {
  const patches = product.patches;
  const vertical = product.vertical;
  const horizontal = product.horizontal;
  const whole = batch < worthRegions;
  patches.inside = !whole;
  patches.height = vertical.size;
  patches.width = horizontal.size;
  patches.stepHeight = vertical.step;
  patches.stepWidth = horizontal.step;
  for (let y = 0; y < vertical.grid; y += patches.gridHeight) {
    patches.gridHeight = (whole ? vertical.grid : vertical.endOfRegion(y)) - y;
    patches.startHeight = vertical.start + y * vertical.step;
    for (let x = 0; x < horizontal.grid; x += patches.gridWidth) {
      patches.gridWidth = (whole ? horizontal.grid : horizontal.endOfRegion(x)) - x;
      patches.startWidth = horizontal.start + x * horizontal.step;
      patches.out = out + <usize>y * patches.outHeight + <usize>x * patches.outWidth;
      const left = whole ? 0 : horizontal.firstTap(x);
      const right = whole ? horizontal.taps : horizontal.endTap(x);
      const bottom = whole ? vertical.taps : vertical.endTap(y);
      patches.taps = 0;
      for (let i = whole ? 0 : vertical.firstTap(y); i < bottom; i++) {
        const row = (vertical.filterTap + i * vertical.filterStep) * filterWidth;
        for (let j = left; j < right; j++) {
          const tap = row + horizontal.filterTap + j * horizontal.filterStep;
          patches.addTap(i * vertical.tapStep, j * horizontal.tapStep, tap);
        }
      }
      patches.tapsAcross = horizontal.tapStep == 1 ? right - left : 1;
      product.k = patches.taps * patches.channels;
      multiplyShare(product, batch * patches.gridHeight * patches.gridWidth, columns, thread, threads);
    }
  }
}
