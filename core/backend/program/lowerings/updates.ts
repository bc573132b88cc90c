import { hashName } from '../../../random/stream.ts';
import { normSizes } from '../../fused/normalise-sizes.ts';
import type { NormAttributes } from '../../fused/normalise-sizes.ts';
import type { Rule } from '../../fused/optimise-composed.ts';
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

const normForward: Lowering = (emitter, { x, scale, shift }, attributes) => {
  const norm = attributes as unknown as NormAttributes;
  const sizes = normSizes(x!.shape, sizeOf(scale!), norm.layer);
  const statistics = [norm.layer ? sizes.rows : sizes.columns];
  const writes = [like(emitter, x!), emitter.output(statistics, 'float32'), emitter.output(statistics, 'float32')];
  const params = { layer: norm.layer ? 1 : 0, ...sizes, epsilon: norm.epsilon };
  if (sizeOf(writes[1]!) > 0) emitter.emit({ op: 'normForward', params, writes, reads: [x!, scale!, shift!] });
  return writes;
};

const normBackward: Lowering = (emitter, { dy, x, scale, mean, variance }, attributes) => {
  const norm = attributes as unknown as NormAttributes;
  const sizes = normSizes(x!.shape, sizeOf(scale!), norm.layer);
  const writes = [like(emitter, x!), like(emitter, scale!), like(emitter, scale!)];
  const params = { layer: norm.layer ? 1 : 0, ...sizes, epsilon: norm.epsilon };
  const reads = [dy!, x!, scale!, mean!, variance!];
  if (sizes.channels > 0) emitter.emit({ op: 'normBackward', params, writes, reads });
  return writes;
};

export const updates: Lowerings = {
  [Fused.optimise]: optimise,
  [Fused.average]: average,
  [Fused.norm]: norm,
  [Fused.philox]: philox,
  [Fused.normForward]: normForward,
  [Fused.normBackward]: normBackward,
};
