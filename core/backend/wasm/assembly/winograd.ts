// Convolutions with fewer multiplications, where the filter is twice the stride in both axes: each phase of the image (see
// winograd-grid.ts) is a convolution of stride 1 with two taps down and two across, which Winograd's F(3, 2) does with 16
// multiplications for 36. The phases are summed at the points, where one product per point does them all. The input
// gradient and the filter gradient are the same three sets of numbers the other way round.
//
// The sums have the accuracy of the direct ones, but overflow earlier: a tile's pixels are added up before they meet the
// filter. What is not finite reaches every result that depends on it, and others of its tile; an infinity may come out as
// NaN. ../operations/convolution.ts says where this pays, and how much memory it takes.

import { float, int, pointer } from './arguments';
import { P, Plan } from './conv-parameters';
import { multiply, Product, Right, Left } from './matrix-product';
import { Epilogue, tileColumns, tileRows } from './micro-kernel';
import { sync } from './threads';
import { allPoints, Grid, tileOutputs, Winograd } from './winograd-grid';
import { pointsToFilter } from './winograd-filter';
import { imageToPoints, pointsToImage, pointsToResult, resultToPoints } from './winograd-tiles';
import { setEpilogue, workspace } from './workspace';

/** Bytes of a thread's structures and tables. */
const head: usize = 512;

/** Rows and columns of the filter's gradient that are summed at all points together. */
const someRows: i32 = 8 * tileRows;
const someColumns: i32 = 128;

// @ts-ignore: decorator
@inline
function aligned(bytes: usize): usize {
  return (bytes + 63) & ~63;
}

/** The convolution of an instruction, laid out in the scratch memory; its plan is word `plan`. */
function setUp(at: usize, plan: i32, scratch: usize, thread: i32, threads: i32, columns: i32): Winograd {
  const roomBytes = <usize>int(at, plan + Plan.roomBytes);
  const zeroBytes = aligned(<usize>int(at, P.inChannels) << 2);
  const pixelPoints = aligned(scratch);
  const resultPoints = pixelPoints + <usize>int(at, plan + Plan.pixelBytes);
  const own = resultPoints + <usize>int(at, plan + Plan.resultBytes);
  const bytes = head + zeroBytes + roomBytes;
  const start = own + <usize>thread * bytes;
  const w = changetype<Winograd>(start);
  w.vertical = setGrid(changetype<Grid>(start + 192), at, 0);
  w.horizontal = setGrid(changetype<Grid>(start + 224), at, 1);
  w.plain = changetype<Epilogue>(start + 256);
  w.plain.bias = 0;
  w.plain.activation = 0;
  w.starts = start + 320;
  w.places = start + 384;
  w.zeros = start + head;
  memory.fill(w.zeros, 0, zeroBytes);
  w.room = w.zeros + zeroBytes;
  w.batch = int(at, P.batch);
  w.inChannels = int(at, P.inChannels);
  w.outChannels = int(at, P.outChannels);
  w.phases = w.vertical.stride * w.horizontal.stride;
  w.images = int(at, plan + Plan.images);
  w.pixelPoints = pixelPoints;
  w.resultPoints = resultPoints;
  w.product = workspace(own + <usize>threads * bytes, thread, columns, 0, 0);
  w.product.winograd = w;
  return w;
}

function setGrid(grid: Grid, at: usize, across: i32): Grid {
  grid.pixels = int(at, P.inHeight + across);
  grid.outputs = int(at, P.outHeight + across);
  grid.stride = int(at, P.strideHeight + across);
  grid.pad = int(at, P.padTop + across);
  grid.tiles = (grid.outputs + tileOutputs - 1) / tileOutputs;
  return grid;
}

/** The epilogue of the instruction, for when the results are done; the products have none. */
function takeEpilogue(w: Winograd, at: usize, columns: i32): Epilogue {
  const epilogue = w.product.epilogue;
  const bias = int(at, P.hasBias) ? pointer(at, P.afterEpilogue + Plan.size + 3) : 0;
  setEpilogue(epilogue, bias, columns, int(at, P.activation), float(at, P.alpha));
  w.product.epilogue = w.plain;
  return epilogue;
}

export function winogradForward(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const w = setUp(at, P.afterEpilogue, scratch, thread, threads, int(at, P.outChannels));
  const addresses = P.afterEpilogue + Plan.size;
  const epilogue = takeEpilogue(w, at, w.outChannels);
  w.result = pointer(at, addresses);
  w.image = pointer(at, addresses + 1);
  const product = w.product;
  product.b = pointer(at, addresses + 2);
  product.right = Right.point;
  const rows = w.vertical.tiles;
  for (let first = 0; first < w.batch; first += w.images) {
    w.setBlock(first);
    const from = part(w.count * rows, thread, threads);
    const to = part(w.count * rows, thread + 1, threads);
    for (let i = from; i < to; i++) imageToPoints(w, i / rows, i % rows);
    sync(threads);
    multiplyPoints(w, w.pixelPoints, w.depth, w.resultPoints, w.outChannels, thread, threads);
    sync(threads);
    for (let i = from; i < to; i++) pointsToResult(w, i / rows, i % rows, epilogue);
  }
}

export function winogradInput(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const w = setUp(at, P.afterEpilogue, scratch, thread, threads, int(at, P.inChannels));
  const addresses = P.afterEpilogue + Plan.size;
  const epilogue = takeEpilogue(w, at, w.inChannels);
  w.image = pointer(at, addresses);
  w.result = pointer(at, addresses + 1);
  const product = w.product;
  product.b = pointer(at, addresses + 2);
  product.right = Right.turnedPoint;
  const rows = w.vertical.tiles;
  for (let first = 0; first < w.batch; first += w.images) {
    w.setBlock(first);
    for (let i = part(w.count * rows, thread, threads); i < part(w.count * rows, thread + 1, threads); i++) {
      resultToPoints(w, i / rows, i % rows);
    }
    sync(threads);
    multiplyPoints(w, w.resultPoints, w.outChannels, w.pixelPoints, w.depth, thread, threads);
    sync(threads);
    for (let i = part(w.count * w.phases, thread, threads); i < part(w.count * w.phases, thread + 1, threads); i++) {
      pointsToImage(w, i / w.phases, i % w.phases, epilogue);
    }
  }
}

/** The first of a thread's units. */
function part(units: i32, thread: i32, threads: i32): i32 {
  return <i32>((<i64>units * thread) / threads);
}

/**
 * A thread's share of the products at all points, `[tiles, k] [k, columns]`: some points whole, and of the first and the
 * last some columns.
 */
function multiplyPoints(w: Winograd, a: usize, k: i32, out: usize, columns: i32, thread: i32, threads: i32): void {
  const product = w.product;
  const panels = columns / tileColumns;
  const all = <i64>panels * (w.tilesBefore(allPoints - 1) + w.tilesAt(allPoints - 1));
  const from = (all * thread) / threads;
  const to = (all * (thread + 1)) / threads;
  product.left = Left.rows;
  product.strideA = k;
  product.k = k;
  product.strideOut = columns;
  product.rowStart = 0;
  for (let point = 0; point < allPoints; point++) {
    const before = w.tilesBefore(point);
    const tiles = w.tilesAt(point);
    if (tiles == 0) continue;
    product.point = point;
    product.rowEnd = tiles;
    product.a = a + (<usize>before * <usize>k << 2);
    product.out = out + (<usize>before * <usize>columns << 2);
    product.columnStart = panelAt(from - <i64>panels * before, tiles, panels) * tileColumns;
    product.columnEnd = panelAt(to - <i64>panels * before, tiles, panels) * tileColumns;
    multiply(product);
  }
}

/** The panel of a point where so much of the work is done. */
function panelAt(work: i64, tiles: i32, panels: i32): i32 {
  return <i32>max(0, min(<i64>panels, work / tiles));
}

export function winogradFilter(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const w = setUp(at, P.hasBias, scratch, thread, threads, 0);
  const addresses = P.hasBias + Plan.size;
  const product = w.product;
  product.epilogue = w.plain;
  const filter = pointer(at, addresses);
  w.image = pointer(at, addresses + 1);
  w.result = pointer(at, addresses + 2);
  product.left = Left.transposed;
  product.strideA = w.depth;
  product.right = Right.rows;
  product.strideB = w.outChannels;
  const rows = w.vertical.tiles;
  const across = (w.outChannels + someColumns - 1) / someColumns;
  const chunks = ((w.depth + someRows - 1) / someRows) * across;
  for (let first = 0; first < w.batch; first += w.images) {
    if (first > 0) sync(threads);
    w.setBlock(first);
    for (let i = part(w.count * rows, thread, threads); i < part(w.count * rows, thread + 1, threads); i++) {
      imageToPoints(w, i / rows, i % rows);
      resultToPoints(w, i / rows, i % rows);
    }
    sync(threads);
    for (let i = part(chunks, thread, threads); i < part(chunks, thread + 1, threads); i++) {
      sumPoints(w, (i / across) * someRows, (i % across) * someColumns, filter, first > 0);
    }
  }
}

/** Some rows and columns of the filter's gradient, from the given ones on. */
function sumPoints(w: Winograd, row: i32, column: i32, filter: usize, adds: bool): void {
  const product = w.product;
  const rows = min(someRows, w.depth - row);
  const columns = min(someColumns, w.outChannels - column);
  product.strideOut = columns;
  product.rowStart = row;
  product.rowEnd = row + rows;
  product.columnStart = column;
  product.columnEnd = column + columns;
  const bytes = <usize>(rows * columns) << 2;
  for (let point = 0; point < allPoints; point++) {
    const before = <usize>w.tilesBefore(point);
    product.k = w.tilesAt(point);
    product.a = w.pixelPoints + (before * <usize>w.depth << 2);
    product.b = w.resultPoints + (before * <usize>w.outChannels << 2);
    product.out = w.room + <usize>point * bytes - (<usize>(row * columns + column) << 2);
    multiply(product);
  }
  pointsToFilter(w, w.room, row, rows, column, columns, filter, adds);
}
