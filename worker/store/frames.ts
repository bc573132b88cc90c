import type { Frame, RunId } from '../protocol/records.ts';
import type { Writing } from './connection.ts';
import { framesToThin } from './retention.ts';
import { keysOf, type Table } from './schema.ts';

/** Drops frames of a run until no more than the cap are left. */
export async function thinFrames<T extends Table>(tx: Writing<T | 'frames'>, runId: RunId): Promise<void> {
  const frames = tx.objectStore('frames');
  const keys = await frames.getAllKeys(keysOf(runId));
  const steps = framesToThin(keys.map(([, step]) => step));
  await Promise.all(steps.map(async (step) => frames.delete([runId, step])));
}

/** Drops every frame of a run but the last. */
export async function keepLastFrame<T extends Table>(tx: Writing<T | 'frames'>, runId: RunId): Promise<void> {
  const frames = tx.objectStore('frames');
  const keys = await frames.getAllKeys(keysOf(runId));
  await Promise.all(keys.slice(0, -1).map(async (key) => frames.delete(key)));
}

/** Bytes of the arrays of a frame. */
export function frameBytes(frame: Frame): number {
  const bytesIn = (value: unknown): number => {
    if (ArrayBuffer.isView(value)) return value.byteLength;
    if (typeof value !== 'object' || value === null) return 0;
    return Object.values(value).reduce<number>((sum, part) => sum + bytesIn(part), 0);
  };
  return bytesIn(frame);
}

/** The frame with arrays of their own: storing a view would store all of the buffer that it looks into. */
export function compactFrame(frame: Frame): Frame {
  if (frame.kind === 'points') {
    const { arrows, surface, warp } = frame;
    return {
      ...frame,
      samples: compact(frame.samples),
      ...(arrows && { arrows: compact(arrows) }),
      ...(surface && { surface: { ...surface, values: compact(surface.values) } }),
      ...(warp && { warp: { ...warp, points: compact(warp.points) } }),
    };
  }
  const { reconstructions, plane } = frame;
  return {
    ...frame,
    samples: compact(frame.samples),
    ...(reconstructions && {
      reconstructions: { originals: compact(reconstructions.originals), outputs: compact(reconstructions.outputs) },
    }),
    ...(plane && { plane: { ...plane, images: compact(plane.images) } }),
  };
}

function compact<A extends Float32Array | Uint8Array>(array: A): A {
  return array.byteLength === array.buffer.byteLength ? array : (array.slice() as A);
}
