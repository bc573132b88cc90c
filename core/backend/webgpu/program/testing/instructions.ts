import type { Chain } from '../../../program/chain.ts';
import type { Instruction, InstructionOf, Parameters } from '../../../program/instruction.ts';
import { slotsOfRule } from '../../../program/operations.ts';
import type { Numbers } from '../../../program/program.ts';

/** An instruction on numbers. */
export type Example = Instruction<Numbers>;

/** Numbers in [-1, 1), the same on every run. */
export const noise = (size: number, start = 0): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => (((start + i + 1) * 0.6180339887498949) % 1) * 2 - 1);

const product = (...sizes: readonly number[]) => sizes.reduce((all, size) => all * size, 1);

export function gemm(given: Partial<Parameters<'gemm'>> & { m: number; n: number; k: number }): Example {
  const { m, n, k, batch = 1 } = given;
  const whole = { strideA: m * k, strideB: k * n, transposeA: 0, transposeB: 0, hasBias: 0, activation: 0, alpha: 0 };
  const params = { batch, ...whole, ...given };
  return {
    op: 'gemm',
    params,
    reads: [
      noise(params.strideA ? batch * m * k : m * k),
      noise(params.strideB ? batch * k * n : k * n, 7),
      ...(params.hasBias ? [noise(n, 3)] : []),
    ],
    writes: [new Float32Array(batch * m * n)],
  };
}

export interface ConvolutionSizes {
  readonly batch: number;
  readonly size: readonly [height: number, width: number];
  readonly channels: readonly [inputs: number, outputs: number];
  readonly filter: readonly [height: number, width: number];
  readonly stride?: readonly [height: number, width: number];
  readonly pad?: readonly [top: number, left: number, bottom: number, right: number];
  readonly dilation?: readonly [height: number, width: number];
}

function convolutionParameters(sizes: ConvolutionSizes): Parameters<'convFilter'> {
  const { batch, size, channels, filter, stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1] } = sizes;
  const out = (axis: 0 | 1) =>
    Math.floor((size[axis] + pad[axis] + pad[axis + 2]! - (filter[axis] - 1) * dilation[axis] - 1) / stride[axis]) + 1;
  return {
    batch,
    inHeight: size[0],
    inWidth: size[1],
    inChannels: channels[0],
    outHeight: out(0),
    outWidth: out(1),
    outChannels: channels[1],
    filterHeight: filter[0],
    filterWidth: filter[1],
    strideHeight: stride[0],
    strideWidth: stride[1],
    padTop: pad[0],
    padLeft: pad[1],
    dilationHeight: dilation[0],
    dilationWidth: dilation[1],
  };
}

/** A convolution and both of its gradients. */
export function convolutions(sizes: ConvolutionSizes, hasBias = 0, activation = 0): Example[] {
  const p = convolutionParameters(sizes);
  const x = noise(product(p.batch, p.inHeight, p.inWidth, p.inChannels));
  const y = noise(product(p.batch, p.outHeight, p.outWidth, p.outChannels), 5);
  const filter = noise(product(p.filterHeight, p.filterWidth, p.inChannels, p.outChannels), 11);
  const params = { ...p, hasBias, activation, alpha: 0.2 };
  const bias = (channels: number) => (hasBias ? [noise(channels, 2)] : []);
  return [
    { op: 'conv', params, reads: [x, filter, ...bias(p.outChannels)], writes: [y] },
    { op: 'convInput', params, reads: [y, filter, ...bias(p.inChannels)], writes: [x] },
    { op: 'convFilter', params: p, reads: [x, y], writes: [filter] },
  ];
}

export function chain(given: Chain, reads: readonly Numbers[]): Example {
  const writes = given.stores.map(({ dtype }) =>
    dtype === 'float32'
      ? new Float32Array(given.size)
      : dtype === 'int32'
        ? new Int32Array(given.size)
        : new Uint8Array(given.size),
  );
  return { op: 'chain', params: {}, chain: given, reads, writes };
}

export function reduce(
  kind: number,
  outer: number,
  length: number,
  inner: number,
  x = noise(outer * length * inner),
): Example {
  return {
    op: 'reduce',
    params: { kind, outer, length, inner },
    reads: [x],
    writes: [new Float32Array(outer * inner)],
  };
}

/** A copy of axes [size, stride in x, stride in out], the last ones of six. */
export function copy(
  axes: readonly (readonly [size: number, inStride: number, outStride: number])[],
  given: Partial<Parameters<'copy'>> & { outSize: number },
  x: Numbers,
): Example {
  const six = [...Array.from({ length: 6 - axes.length }, () => [1, 0, 0] as const), ...axes];
  const named = Object.fromEntries(
    six.flatMap(([size, inStride, outStride], n) => [
      [`size${n}`, size],
      [`inStride${n}`, inStride],
      [`outStride${n}`, outStride],
    ]),
  );
  const params = { bytes: 4, fills: 0, fill: 0, inStart: 0, outStart: 0, ...named, ...given } as Parameters<'copy'>;
  const out = x instanceof Uint8Array ? new Uint8Array(given.outSize) : new Float32Array(given.outSize);
  return { op: 'copy', params, reads: [x], writes: [out] };
}

export function pooling(given: ConvolutionSizes): Example[] {
  const p = convolutionParameters(given);
  const params = { ...p, channels: p.inChannels };
  const x = noise(product(p.batch, p.inHeight, p.inWidth, p.inChannels));
  const y = noise(product(p.batch, p.outHeight, p.outWidth, p.inChannels), 5);
  return [
    { op: 'avgPool', params, reads: [x], writes: [y] },
    { op: 'avgPoolGrad', params, reads: [y], writes: [x] },
  ];
}

export function resizing(
  from: readonly [number, number],
  to: readonly [number, number],
  bilinear: number,
  alignCorners: number,
): Example[] {
  const params = {
    batch: 2,
    inHeight: from[0],
    inWidth: from[1],
    channels: 3,
    outHeight: to[0],
    outWidth: to[1],
    bilinear,
    alignCorners,
  };
  const x = noise(product(2, ...from, 3));
  const y = noise(product(2, ...to, 3), 5);
  return [
    { op: 'resize', params, reads: [x], writes: [y] },
    { op: 'resizeGrad', params, reads: [y], writes: [x] },
  ];
}

/** A norm and its gradients, about inputs that are far from 0. */
export function norms(layer: number, rows: number, columns: number, channels: number): Example[] {
  const params = { layer, rows, columns, channels, epsilon: 1e-5 };
  const x = noise(rows * columns).map((value) => value + 3);
  const scale = noise(channels, 5);
  const groups = layer ? rows : columns;
  const mean = noise(groups, 13).map((value) => value + 3);
  const variance = noise(groups, 17).map((value) => value + 1.5);
  const out = new Float32Array(rows * columns);
  const perGroup = new Float32Array(groups);
  const perChannel = new Float32Array(channels);
  return [
    { op: 'normForward', params, reads: [x, scale, noise(channels, 9)], writes: [out, perGroup, perGroup] },
    {
      op: 'normBackward',
      params,
      reads: [noise(rows * columns, 3), x, scale, mean, variance],
      writes: [out, perChannel, perChannel],
    },
  ];
}

export function optimise(rule: number, sizes: readonly number[]): InstructionOf<'optimise', Numbers> {
  const slots = slotsOfRule[rule]!;
  const positive = (size: number, start: number) => noise(size, start).map((value) => (value + 1.1) / 2);
  const reads = sizes.flatMap((size, n) => [
    noise(size, n),
    noise(size, n + 50),
    ...Array.from({ length: slots }, (_, slot) => positive(size, 10 * slot + n)),
  ]);
  const writes = sizes.flatMap((size) => Array.from({ length: 1 + slots }, () => new Float32Array(size)));
  const params = { rule, a: 0.9, b: 0.99, c: 1e-3 };
  return { op: 'optimise', params, sizes, reads: [Float32Array.of(0.05, 1e-3, 1e-2), ...reads], writes };
}
