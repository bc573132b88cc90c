import * as tf from '../../tf.ts';
import type { Lowerings } from '../lowering.ts';
import { elementwise } from './elementwise.ts';

const sizeOf = (shape: readonly number[]) => tf.util.sizeFromShape([...shape]);

/** Kernels that read or write where whole numbers say. */
export const indices: Lowerings = {
  [tf.GatherV2]: (emitter, { x, indices }, attributes) => {
    const batchDims = (attributes['batchDims'] ?? 0) as number;
    if (batchDims !== 0 || indices!.dtype !== 'int32' || (x!.dtype !== 'float32' && x!.dtype !== 'int32')) {
      return undefined;
    }
    const axis = tf.util.parseAxisParam((attributes['axis'] ?? 0) as number, x!.shape)[0]!;
    const shape = [...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)];
    const out = emitter.output(shape, x!.dtype);
    const params = {
      outer: sizeOf(x!.shape.slice(0, axis)),
      rows: x!.shape[axis]!,
      width: sizeOf(x!.shape.slice(axis + 1)),
      count: sizeOf(indices!.shape),
    };
    if (sizeOf(shape) > 0) emitter.emit({ op: 'gather', params, writes: [out], reads: [x!, indices!] });
    return out;
  },
  [tf.UnsortedSegmentSum]: (emitter, { x, segmentIds }, { numSegments }) => {
    if (x!.dtype !== 'float32' || segmentIds!.dtype !== 'int32') return undefined;
    const segments = numSegments as number;
    const inner = x!.shape.slice(segmentIds!.shape.length);
    const out = emitter.output([segments, ...inner], 'float32');
    const params = { segments, count: sizeOf(segmentIds!.shape), width: sizeOf(inner) };
    if (sizeOf(out.shape) > 0) emitter.emit({ op: 'scatterAdd', params, writes: [out], reads: [x!, segmentIds!] });
    return out;
  },
  [tf.OneHot]: (emitter, { indices }, attributes) => {
    const [depth, on, off] = [attributes['depth'], attributes['onValue'], attributes['offValue']] as number[];
    const dtype = attributes['dtype'];
    if ((dtype !== 'float32' && dtype !== 'int32') || indices!.dtype !== 'int32') return undefined;
    const out = emitter.output([...indices!.shape, depth!], 'float32');
    const params = { count: sizeOf(indices!.shape), depth: depth!, on: on!, off: off! };
    if (sizeOf(out.shape) > 0) emitter.emit({ op: 'oneHot', params, writes: [out], reads: [indices!] });
    if (dtype === 'float32') return out;
    const whole = elementwise[tf.Cast]!(emitter, { x: out }, { dtype });
    emitter.release(out);
    return whole;
  },
};
