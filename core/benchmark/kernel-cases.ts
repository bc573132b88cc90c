import type { Instruction, Parameters } from '../backend/program/instruction.ts';
import { Activation } from '../backend/program/operations.ts';
import type { Program } from '../backend/program/program.ts';

/** A kernel at one shape: a single instruction that reads two matrices or images and writes one. */
export interface KernelCase {
  readonly name: string;
  /** Floating-point operations, a multiply-add being two; taps that meet the padding are counted. */
  readonly operations: number;
  /** Elements of what it reads and writes. */
  readonly reads: readonly [number, number];
  readonly writes: number;
  readonly instruction: Instruction<number>;
}

const noEpilogue = { hasBias: 0, activation: Activation.none, alpha: 0 };
const buffers = { reads: [0, 1], writes: [2] };

function gemm(layout: 'nn' | 'nt' | 'tn', m: number, n: number, k: number): KernelCase {
  const [transposeA, transposeB] = [Number(layout[0] === 't'), Number(layout[1] === 't')];
  const params = { batch: 1, m, n, k, transposeA, transposeB, strideA: 0, strideB: 0, ...noEpilogue };
  return {
    name: `gemm ${layout} ${m}x${n}x${k}`,
    operations: 2 * m * n * k,
    reads: [m * k, k * n],
    writes: m * n,
    instruction: { op: 'gemm', params, ...buffers },
  };
}

interface ConvShape {
  readonly batch: number;
  /** Of the square image. */
  readonly side: number;
  readonly inputs: number;
  readonly outputs: number;
  /** Of the square filter. */
  readonly size: number;
  readonly stride: number;
}

/** The three passes of a convolution with as much padding as keeps `ceil(side / stride)`. */
function convolution({ batch, side, inputs, outputs, size, stride }: ConvShape): KernelCase[] {
  const out = Math.ceil(side / stride);
  const pad = Math.floor(((out - 1) * stride + size - side) / 2);
  const shape: Parameters<'convFilter'> = {
    batch,
    inHeight: side,
    inWidth: side,
    inChannels: inputs,
    outHeight: out,
    outWidth: out,
    outChannels: outputs,
    filterHeight: size,
    filterWidth: size,
    strideHeight: stride,
    strideWidth: stride,
    padTop: pad,
    padLeft: pad,
    dilationHeight: 1,
    dilationWidth: 1,
  };
  const x = batch * side * side * inputs;
  const filter = size * size * inputs * outputs;
  const y = batch * out * out * outputs;
  const words = `${batch}x${side}x${side}x${inputs} ${size}x${size}/${stride} ${outputs}`;
  const operations = 2 * batch * out * out * filter;
  return [
    {
      name: `conv forward ${words}`,
      operations,
      reads: [x, filter],
      writes: y,
      instruction: { op: 'conv', params: { ...shape, ...noEpilogue }, ...buffers },
    },
    {
      name: `conv input gradient ${words}`,
      operations,
      reads: [y, filter],
      writes: x,
      instruction: { op: 'convInput', params: { ...shape, ...noEpilogue }, ...buffers },
    },
    {
      name: `conv filter gradient ${words}`,
      operations,
      reads: [x, y],
      writes: filter,
      instruction: { op: 'convFilter', params: shape, ...buffers },
    },
  ];
}

/**
 * The matrix products at 512 and at a DCGAN's shapes (its second convolution as a product with patches, forward and
 * both gradients; its first dense layer and both gradients), and the three passes of four convolutions.
 */
export const kernelCases: readonly KernelCase[] = [
  gemm('nn', 512, 512, 512),
  gemm('nt', 512, 512, 512),
  gemm('tn', 512, 512, 512),
  gemm('nn', 3136, 128, 1024),
  gemm('nt', 3136, 1024, 128),
  gemm('tn', 1024, 128, 3136),
  gemm('nn', 64, 6272, 64),
  gemm('nt', 64, 64, 6272),
  gemm('tn', 64, 6272, 64),
  ...convolution({ batch: 64, side: 14, inputs: 64, outputs: 128, size: 4, stride: 2 }),
  ...convolution({ batch: 64, side: 28, inputs: 1, outputs: 64, size: 4, stride: 2 }),
  ...convolution({ batch: 8, side: 32, inputs: 64, outputs: 128, size: 4, stride: 2 }),
  ...convolution({ batch: 32, side: 16, inputs: 64, outputs: 64, size: 3, stride: 1 }),
];

/** Buffers of `programOf`. */
export const caseBuffers = { left: 0, right: 1, result: 2 } as const;

/** The case as a program of one instruction. */
export const programOf = ({ instruction, reads, writes }: KernelCase): Program => ({
  buffers: [
    { bytes: 4 * reads[0], kind: 'input' },
    { bytes: 4 * reads[1], kind: 'input' },
    { bytes: 4 * writes, kind: 'result' },
  ],
  instructions: [instruction],
  state: [],
});
