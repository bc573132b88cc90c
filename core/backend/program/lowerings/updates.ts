import { hashName } from '../../../random/stream.ts';
import type { Rule } from '../../fused/optimise.ts';
import { Fused } from '../../fused/names.ts';
import type { PhiloxAttributes } from '../../fused/random.ts';
import * as tf from '../../tf.ts';
import type { Emitter, Lowering, Lowerings } from '../lowering.ts';
import { slotsOfRule } from '../operations.ts';

const sizeOf = ({ shape }: tf.TensorInfo): number => tf.util.sizeFromShape(shape);

const like = (emitter: Emitter, { shape }: tf.TensorInfo): tf.TensorInfo => emitter.output(shape, 'float32');

const optimise: Lowering = (emitter, inputs, attributes) => {
  const { rule, a, b, c } = attributes as unknown as Rule;
  const reads = Object.values(inputs);
  const slots = slotsOfRule[rule]!;
  const parameters = reads.filter((_, index) => index % (2 + slots) === 1);
  const writes = parameters.flatMap((parameter) => Array.from({ length: 1 + slots }, () => like(emitter, parameter)));
  emitter.emit({ op: 'optimise', params: { rule, a, b, c }, sizes: parameters.map(sizeOf), writes, reads });
  return writes;
};

const average: Lowering = (emitter, inputs, { decay }) => {
  const reads = Object.values(inputs);
  const averages = reads.filter((_, index) => index % 2 === 0);
  const writes = averages.map((info) => like(emitter, info));
  emitter.emit({ op: 'average', params: { decay: decay as number }, sizes: averages.map(sizeOf), writes, reads });
  return writes;
};

const norm: Lowering = (emitter, inputs) => {
  const reads = Object.values(inputs);
  const out = emitter.output([], 'float32');
  emitter.emit({ op: 'norm', params: {}, sizes: reads.map(sizeOf), writes: [out], reads });
  return [out];
};

const philox: Lowering = (emitter, inputs, attributes) => {
  const { kind, seed, name, shape } = attributes as unknown as PhiloxAttributes;
  const out = emitter.output(shape, 'float32');
  const params = { kind: kind === 'normal' ? 1 : 0, size: sizeOf(out), seed, stream: hashName(name) };
  if (params.size > 0) emitter.emit({ op: 'philox', params, writes: [out], reads: Object.values(inputs) });
  return [out];
};

export const updates: Lowerings = {
  [Fused.optimise]: optimise,
  [Fused.average]: average,
  [Fused.norm]: norm,
  [Fused.philox]: philox,
};
