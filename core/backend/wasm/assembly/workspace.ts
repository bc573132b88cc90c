// What a thread needs for a product beside its operands, laid out in its part of the scratch memory.

import { Epilogue, tileColumns, tileRows } from './micro-kernel';
import { blockDepth, blockSize, multiply, Product } from './matrix-product';
import { Axis } from './regions';
import { isNarrow, multiplyNarrow } from './narrow-product';
import { Patches, tapBytes } from './patches';

/** Bytes of the structures and tables. ../operations/matrix.ts reserves as much. */
const head: usize = 1024;

// @ts-ignore: decorator
@inline
function aligned(bytes: usize): usize {
  return (bytes + 63) & ~63;
}

/**
 * The workspace of a thread, for a bias of `columns` and patches of `taps`, `zeros` elements of which may have to be 0; its product has the parts in
 * place. ../operations/matrix.ts reserves as much for each thread.
 */
export function workspace(scratch: usize, thread: i32, columns: i32, taps: i32, zeros: i32): Product {
  const biasBytes = aligned(<usize>(columns + tileColumns) << 2);
  const tapsBytes = aligned(<usize>taps * tapBytes);
  const zeroBytes = aligned(<usize>zeros << 2);
  const panelBytes = aligned(<usize>(blockDepth * tileRows) << 2);
  const bytes = head + biasBytes + tapsBytes + zeroBytes + panelBytes + (<usize>blockSize << 2);
  let at = aligned(scratch) + <usize>thread * bytes;
  const product = changetype<Product>(at);
  product.epilogue = changetype<Epilogue>(at + 128);
  product.patches = changetype<Patches>(at + 192);
  product.vertical = changetype<Axis>(at + 288);
  product.horizontal = changetype<Axis>(at + 320);
  product.outTable = at + 384;
  product.leftTable = at + 512;
  product.tile = at + 640;
  at += head;
  product.epilogue.bias = at;
  at += biasBytes;
  product.patches.tapTable = at;
  product.patches.taps = 0;
  at += tapsBytes;
  product.patches.zeros = at;
  memory.fill(at, 0, zeroBytes);
  at += zeroBytes;
  product.leftPanel = at;
  product.rightBlock = at + panelBytes;
  return product;
}

/** Sets the epilogue; a bias is copied to where whole vectors of it can be read. */
export function setEpilogue(epilogue: Epilogue, bias: usize, columns: i32, activation: i32, alpha: f32): void {
  if (bias) memory.copy(epilogue.bias, bias, <usize>columns << 2);
  else epilogue.bias = 0;
  epilogue.activation = activation;
  epilogue.alpha = alpha;
}

/** Makes the one bias of a result of one column into a vector of it. */
export function repeatBias(epilogue: Epilogue): void {
  if (epilogue.bias) v128.store(epilogue.bias, v128.load32_splat(epilogue.bias));
}

/** Does a thread's share of an `[m, n]` product: some of the rows, or of the columns where those are more. */
export function multiplyShare(product: Product, m: i32, n: i32, thread: i32, threads: i32): void {
  const byRows = m >= n || isNarrow(product, n);
  product.rowStart = byRows ? share(m, tileRows, thread, threads) : 0;
  product.rowEnd = byRows ? share(m, tileRows, thread + 1, threads) : m;
  product.columnStart = byRows ? 0 : share(n, tileColumns, thread, threads);
  product.columnEnd = byRows ? n : share(n, tileColumns, thread + 1, threads);
  if (isNarrow(product, n)) multiplyNarrow(product, n);
  else multiply(product);
}

/** Where the part of `thread` starts, in whole tiles. */
export function share(size: i32, tile: i32, thread: i32, threads: i32): i32 {
  const tiles = (size + tile - 1) / tile;
  return min(<i32>((<i64>tiles * thread) / threads) * tile, size);
}
