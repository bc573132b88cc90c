// Where everything is in a convolution by Winograd's algorithm.

import { Epilogue } from './micro-kernel';
import { Product } from './matrix-product';

/** Outputs of a tile along an axis; the last tile may have fewer. */
export const tileOutputs: i32 = 3;

/** Points along an axis. */
export const axisPoints: i32 = 4;

/** Points of both axes. */
export const allPoints: i32 = axisPoints * axisPoints;

/**
 * One axis of a convolution whose filter is twice the stride. By its place modulo the stride each pixel belongs to a
 * phase, of which output o meets pixels o and o + 1 with two taps of the filter.
 */
@unmanaged
export class Grid {
  pixels: i32;
  outputs: i32;
  stride: i32;
  pad: i32;
  tiles: i32;

  outputsOf(tile: i32): i32 {
    return min(tileOutputs, this.outputs - tile * tileOutputs);
  }

  /** Tiles that have a point: all, or all but the last. */
  tilesAt(point: i32): i32 {
    const last = this.outputsOf(this.tiles - 1);
    return (point == 1 && last < 2) || (point == 2 && last < 3) ? this.tiles - 1 : this.tiles;
  }

  /** Pixel of the image that is pixel `index` of a phase, or -1 outside. */
  pixel(index: i32, phase: i32): i32 {
    const pixel = index * this.stride + phase - this.pad;
    return pixel < this.pixels ? max(pixel, -1) : -1;
  }
}

/** A convolution, of which a block of images is done at a time. */
@unmanaged
export class Winograd {
  vertical: Grid;
  horizontal: Grid;
  batch: i32;
  inChannels: i32;
  outChannels: i32;
  phases: i32;
  /** Images of a block. */
  images: i32;
  /** The block: first image, and how many. */
  first: i32;
  count: i32;
  image: usize;
  result: usize;
  /** Values at points: `[tiles that have the point, phases inChannels]` for each point, and `[tiles, outChannels]`. */
  pixelPoints: usize;
  resultPoints: usize;
  /** For each point the tiles of the block that come before it. */
  starts: usize;
  /** Addresses of one tile's values at each point. */
  places: usize;
  /** Room of a thread. */
  room: usize;
  zeros: usize;
  /** What the product does to its results, which is nothing, and what is done to the results in the end. */
  plain: Epilogue;
  product: Product;

  /** Numbers of a tile at a point: channels of all phases. */
  get depth(): i32 {
    return this.phases * this.inChannels;
  }

  /** Tiles of the block that have a point. */
  tilesAt(point: i32): i32 {
    return this.count * this.vertical.tilesAt(point / axisPoints) * this.horizontal.tilesAt(point % axisPoints);
  }

  tilesBefore(point: i32): i32 {
    return load<i32>(this.starts + (<usize>point << 2));
  }

  setBlock(first: i32): void {
    this.first = first;
    this.count = min(this.images, this.batch - first);
    let before = 0;
    for (let point = 0; point < allPoints; point++) {
      store<i32>(this.starts + (<usize>point << 2), before);
      before += this.tilesAt(point);
    }
  }

  /** Number of a tile among those at a point; `image` counts from the first of the block. */
  tile(image: i32, row: i32, column: i32, rowPoint: i32, columnPoint: i32): i32 {
    const before = this.tilesBefore(rowPoint * axisPoints + columnPoint);
    const rows = this.vertical.tilesAt(rowPoint);
    return before + (image * rows + row) * this.horizontal.tilesAt(columnPoint) + column;
  }
}
