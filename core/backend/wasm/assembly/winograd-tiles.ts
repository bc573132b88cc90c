// Tiles of images and of results on their way to points and back; see winograd-transforms.ts. Each function does one row
// of tiles, or one phase, of an image of the block.

import { Epilogue, finished } from './micro-kernel';
import { pixelsToPoints, pointsToPixels, pointsToResults, resultsToPoints } from './winograd-transforms';
import { axisPoints, tileOutputs, Winograd } from './winograd-grid';

/** Channels that go from points to pixels together. */
export const someChannels: i32 = 64;

/** Whether a tile of so many outputs has a point. */
// @ts-ignore: decorator
@inline
function has(outputs: i32, point: i32): bool {
  return point == 1 ? outputs > 1 : point == 2 ? outputs > 2 : true;
}

/** Says where the values of a tile at its points are, `bytes` for each tile from `base` on. */
function setPlaces(w: Winograd, base: usize, bytes: usize, image: i32, row: i32, column: i32): void {
  let to = w.places;
  for (let i = 0; i < axisPoints; i++) {
    for (let j = 0; j < axisPoints; j++, to += 4) {
      store<u32>(to, base + <usize>w.tile(image, row, column, i, j) * bytes);
    }
  }
}

/** Where the values at a point down and one across are. */
// @ts-ignore: decorator
@inline
function place(w: Winograd, down: i32, across: i32): usize {
  return <usize>load<u32>(w.places + (<usize>(down * axisPoints + across) << 2));
}

/** Address of a pixel, or of zeros where one of its places is -1. */
// @ts-ignore: decorator
@inline
function pixelAt(w: Winograd, image: i32, y: i32, x: i32): usize {
  if (y < 0 || x < 0) return w.zeros;
  const pixel = ((w.first + image) * w.vertical.pixels + y) * w.horizontal.pixels + x;
  return w.image + (<usize>(pixel * w.inChannels) << 2);
}

// @ts-ignore: decorator
@inline
function resultAt(w: Winograd, image: i32, y: i32, x: i32): usize {
  const position = ((w.first + image) * w.vertical.outputs + y) * w.horizontal.outputs + x;
  return w.result + (<usize>(position * w.outChannels) << 2);
}

/** Image to points. */
export function imageToPoints(w: Winograd, image: i32, row: i32): void {
  const vertical = w.vertical;
  const horizontal = w.horizontal;
  const bytes = <usize>w.inChannels << 2;
  const tall = vertical.outputsOf(row);
  const y = row * tileOutputs;
  const part = bytes * axisPoints;
  for (let column = 0; column < horizontal.tiles; column++) {
    const wide = horizontal.outputsOf(column);
    setPlaces(w, w.pixelPoints, <usize>w.depth << 2, image, row, column);
    let to: usize = 0;
    for (let down = 0; down < vertical.stride; down++) {
      const y0 = vertical.pixel(y, down);
      const y1 = vertical.pixel(y + 1, down);
      const y2 = vertical.pixel(y + 2, down);
      const y3 = vertical.pixel(y + 3, down);
      for (let across = 0; across < horizontal.stride; across++, to += bytes) {
        for (let j = 0; j <= wide; j++) {
          const x = horizontal.pixel(column * tileOutputs + j, across);
          const d0 = pixelAt(w, image, y0, x);
          const d1 = pixelAt(w, image, y1, x);
          const d2 = pixelAt(w, image, y2, x);
          const d3 = pixelAt(w, image, y3, x);
          const at = w.room + <usize>j * bytes;
          pixelsToPoints(tall, d0, d1, d2, d3, at, at + part, at + 2 * part, at + 3 * part, bytes);
        }
        for (let i = 0; i < axisPoints; i++) {
          if (!has(tall, i)) continue;
          const at = w.room + <usize>i * part;
          const p0 = place(w, i, 0) + to;
          const p1 = place(w, i, 1) + to;
          const p2 = place(w, i, 2) + to;
          const p3 = place(w, i, 3) + to;
          pixelsToPoints(wide, at, at + bytes, at + 2 * bytes, at + 3 * bytes, p0, p1, p2, p3, bytes);
        }
      }
    }
  }
}

/** Points to the results, with the epilogue. */
export function pointsToResult(w: Winograd, image: i32, row: i32, epilogue: Epilogue): void {
  const bytes = <usize>w.outChannels << 2;
  const tall = w.vertical.outputsOf(row);
  const part = bytes * axisPoints;
  for (let column = 0; column < w.horizontal.tiles; column++) {
    const wide = w.horizontal.outputsOf(column);
    setPlaces(w, w.resultPoints, bytes, image, row, column);
    for (let j = 0; j < axisPoints; j++) {
      if (!has(wide, j)) continue;
      const at = w.room + <usize>j * bytes;
      const p0 = place(w, 0, j);
      const p1 = place(w, 1, j);
      const p2 = place(w, 2, j);
      const p3 = place(w, 3, j);
      pointsToResults(tall, p0, p1, p2, p3, at, at + part, at + 2 * part, bytes);
    }
    for (let i = 0; i < tall; i++) {
      const at = w.room + <usize>i * part;
      const y = resultAt(w, image, row * tileOutputs + i, column * tileOutputs);
      pointsToResults(wide, at, at + bytes, at + 2 * bytes, at + 3 * bytes, y, y + bytes, y + 2 * bytes, bytes);
      finish(y, wide, w.outChannels, 0, w.outChannels, epilogue);
    }
  }
}

/** Gradient of the results to points. */
export function resultToPoints(w: Winograd, image: i32, row: i32): void {
  const bytes = <usize>w.outChannels << 2;
  const tall = w.vertical.outputsOf(row);
  const part = bytes * axisPoints;
  const y = row * tileOutputs;
  for (let column = 0; column < w.horizontal.tiles; column++) {
    const wide = w.horizontal.outputsOf(column);
    setPlaces(w, w.resultPoints, bytes, image, row, column);
    for (let j = 0; j < wide; j++) {
      const x = column * tileOutputs + j;
      const at = w.room + <usize>j * bytes;
      const y0 = resultAt(w, image, y, x);
      const y1 = resultAt(w, image, y + 1, x);
      const y2 = resultAt(w, image, y + 2, x);
      resultsToPoints(tall, y0, y1, y2, at, at + part, at + 2 * part, at + 3 * part, bytes);
    }
    for (let i = 0; i < axisPoints; i++) {
      if (!has(tall, i)) continue;
      const at = w.room + <usize>i * part;
      const p0 = place(w, i, 0);
      const p1 = place(w, i, 1);
      const p2 = place(w, i, 2);
      const p3 = place(w, i, 3);
      resultsToPoints(wide, at, at + bytes, at + 2 * bytes, p0, p1, p2, p3, bytes);
    }
  }
}

/**
 * Points to the gradient of the image, one of its phases, with the epilogue. Neighbouring tiles share a pixel: what the
 * earlier one has of it is kept until the later one comes.
 */
export function pointsToImage(w: Winograd, image: i32, phase: i32, epilogue: Epilogue): void {
  for (let channel = 0; channel < w.inChannels; channel += someChannels) {
    pointsToChannels(w, image, phase, channel, min(someChannels, w.inChannels - channel), epilogue);
  }
}

function pointsToChannels(w: Winograd, image: i32, phase: i32, channel: i32, channels: i32, epilogue: Epilogue): void {
  const vertical = w.vertical;
  const horizontal = w.horizontal;
  const bytes = <usize>channels << 2;
  const offset = <usize>channel << 2;
  const down = phase / horizontal.stride;
  const across = phase % horizontal.stride;
  const from = <usize>(phase * w.inChannels + channel) << 2;
  // Rows of the phase's pixels: one for each point down, one that waits for the next tiles, one pixel that nobody wants.
  const line = bytes * <usize>(horizontal.outputs + 1);
  const kept = w.room + line * axisPoints;
  const nowhere = kept + line;
  for (let row = 0; row < vertical.tiles; row++) {
    const tall = vertical.outputsOf(row);
    for (let column = 0; column < horizontal.tiles; column++) {
      const wide = horizontal.outputsOf(column);
      setPlaces(w, w.pixelPoints, <usize>w.depth << 2, image, row, column);
      let at = w.room + <usize>(column * tileOutputs) * bytes;
      for (let i = 0; i < axisPoints; i++, at += line) {
        if (!has(tall, i)) continue;
        const p0 = place(w, i, 0) + from;
        const p1 = place(w, i, 1) + from;
        const p2 = place(w, i, 2) + from;
        const p3 = place(w, i, 3) + from;
        const before = column > 0 ? at : 0;
        pointsToPixels(wide, p0, p1, p2, p3, at, at + bytes, at + 2 * bytes, at + 3 * bytes, before, bytes);
      }
    }
    const last = row + 1 == vertical.tiles;
    const y = row * tileOutputs;
    const y0 = vertical.pixel(y, down);
    const y1 = vertical.pixel(y + 1, down);
    const y2 = vertical.pixel(y + 2, down);
    const yLast = vertical.pixel(y + tall, down);
    let at = w.room;
    let wait = kept;
    for (let column = 0; column <= horizontal.outputs; column++, at += bytes, wait += bytes) {
      const x = horizontal.pixel(column, across);
      const d0 = y0 < 0 || x < 0 ? nowhere : pixelAt(w, image, y0, x) + offset;
      const d1 = y1 < 0 || x < 0 ? nowhere : pixelAt(w, image, y1, x) + offset;
      const d2 = y2 < 0 || x < 0 ? nowhere : pixelAt(w, image, y2, x) + offset;
      const end = !last ? wait : yLast < 0 || x < 0 ? nowhere : pixelAt(w, image, yLast, x) + offset;
      const before = row > 0 ? wait : 0;
      pointsToPixels(
        tall,
        at,
        at + line,
        at + 2 * line,
        at + 3 * line,
        d0,
        tall == 1 ? end : d1,
        tall == 2 ? end : d2,
        end,
        before,
        bytes,
      );
      if (d0 != nowhere) finish(d0, 1, w.inChannels, channel, channels, epilogue);
      if (tall > 1 && d1 != nowhere) finish(d1, 1, w.inChannels, channel, channels, epilogue);
      if (tall > 2 && d2 != nowhere) finish(d2, 1, w.inChannels, channel, channels, epilogue);
      if (last && end != nowhere) finish(end, 1, w.inChannels, channel, channels, epilogue);
    }
  }
}

/** Bias and activation of `channels` channels, from `channel` on, of neighbouring pixels; `at` is the first's. */
function finish(at: usize, pixels: i32, pitch: i32, channel: i32, channels: i32, epilogue: Epilogue): void {
  if (!epilogue.bias && epilogue.activation == 0) return;
  const offset = <usize>channel << 2;
  const bytes = <usize>channels << 2;
  for (; pixels > 0; pixels--, at += <usize>pitch << 2) {
    for (let i: usize = 0; i < bytes; i += 16) {
      v128.store(at + i, finished(v128.load(at + i), offset + i, epilogue));
    }
  }
}
