import { describe, expect, it } from 'vitest';
import { valueAndGradients } from '../../backend/gradients.ts';
import * as tf from '../../backend/tf.ts';
import { draws, expectClose, onEachBackend, slope, variablesOf } from '../testing.ts';
import { dcganNormal, zeros } from '../initialisers.ts';
import { conv2d, conv2dTranspose } from './conv2d.ts';
import type { Layer } from './layer.ts';

type Shape = [number, number, number, number];
const sizeOf = (shape: readonly number[]) => shape.reduce((product, extent) => product * extent, 1);
const at = (shape: Shape, b: number, i: number, j: number, c: number) =>
  ((b * shape[1] + i) * shape[2] + j) * shape[3] + c;

const batch = 2;
const height = 4;
const width = 6;
const inputs = 2;
const outputs = 3;
const xShape: Shape = [batch, height, width, inputs];

/** Calls `use` for every (output pixel, tap) pair of PyTorch's k=4, s=2, p=1 that falls inside the larger image. */
function eachTap(rows: number, columns: number, use: (i: number, j: number, a: number, b: number) => void): void {
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) for (let a = 0; a < 4; a++) for (let b = 0; b < 4; b++) use(i, j, a, b);
}

function naiveConv2d(x: readonly number[], kernel: readonly number[], bias: readonly number[]): number[] {
  const shape: Shape = [batch, height / 2, width / 2, outputs];
  const y = Array.from({ length: sizeOf(shape) }, (_, index) => bias[index % outputs]!);
  eachTap(height / 2, width / 2, (i, j, a, b) => {
    const [row, column] = [2 * i + a - 1, 2 * j + b - 1];
    if (row < 0 || row >= height || column < 0 || column >= width) return;
    for (let n = 0; n < batch; n++)
      for (let c = 0; c < inputs; c++)
        for (let o = 0; o < outputs; o++)
          y[at(shape, n, i, j, o)]! +=
            x[at(xShape, n, row, column, c)]! * kernel[at([4, 4, inputs, outputs], a, b, c, o)]!;
  });
  return y;
}

function naiveConv2dTranspose(x: readonly number[], kernel: readonly number[], bias: readonly number[]): number[] {
  const shape: Shape = [batch, 2 * height, 2 * width, outputs];
  const y = Array.from({ length: sizeOf(shape) }, (_, index) => bias[index % outputs]!);
  eachTap(height, width, (i, j, a, b) => {
    const [row, column] = [2 * i + a - 1, 2 * j + b - 1];
    if (row < 0 || row >= 2 * height || column < 0 || column >= 2 * width) return;
    for (let n = 0; n < batch; n++)
      for (let c = 0; c < inputs; c++)
        for (let o = 0; o < outputs; o++)
          y[at(shape, n, row, column, o)]! +=
            x[at(xShape, n, i, j, c)]! * kernel[at([4, 4, outputs, inputs], a, b, o, c)]!;
  });
  return y;
}

const options = { inputs, outputs, size: 4, stride: 2, initialiser: dcganNormal };
const cases: readonly [string, Layer, typeof naiveConv2d, Shape][] = [
  ['conv2d', conv2d(options), naiveConv2d, [batch, height / 2, width / 2, outputs]],
  ['conv2dTranspose', conv2dTranspose(options), naiveConv2dTranspose, [batch, 2 * height, 2 * width, outputs]],
];

onEachBackend(() => {
  describe.each(cases)('%s of size 4 and stride 2', (name, layer, naive, outShape) => {
    const kernelShape = layer.parameters[0]!.shape as Shape;
    const x = draws(`${name}/x`, sizeOf(xShape));
    const kernel = draws(`${name}/kernel`, sizeOf(kernelShape));
    const bias = draws(`${name}/bias`, outputs);
    const weight = draws(`${name}/weight`, sizeOf(outShape));

    it('equals the loops of PyTorch with padding 1', () => {
      const vars = variablesOf({ 'c/kernel': tf.tensor(kernel, kernelShape), 'c/bias': tf.tensor(bias) });
      const y = layer.apply(vars, 'c', tf.tensor(x, xShape));
      expect(y.shape).toEqual(outShape);
      expectClose(y, naive(x, kernel, bias), 1e-6);
    });

    it('has the gradients of those loops in the input, the kernel and the bias', () => {
      const tensors = { x: tf.tensor(x, xShape), kernel: tf.tensor(kernel, kernelShape), bias: tf.tensor(bias) };
      const { gradients } = valueAndGradients(() => {
        const vars = variablesOf({ 'c/kernel': tensors.kernel, 'c/bias': tensors.bias });
        const y = layer.apply(vars, 'c', tensors.x);
        return { total: tf.sum<tf.Scalar>(tf.mul(y, tf.tensor(weight, outShape))), extra: {} };
      }, tensors);
      const total = (...values: Parameters<typeof naive>) =>
        naive(...values).reduce((sum, value, i) => sum + value * weight[i]!, 0);
      expectClose(
        gradients['x']!,
        slope((v) => total(v, kernel, bias), x),
        1e-5,
      );
      expectClose(
        gradients['kernel']!,
        slope((v) => total(x, v, bias), kernel),
        1e-5,
      );
      expectClose(
        gradients['bias']!,
        slope((v) => total(x, kernel, v), bias),
        1e-5,
      );
    });
  });
});

describe('the declarations of a convolution', () => {
  it('put the input channels third and the output channels last, a transposed one the other way round', () => {
    expect(conv2d(options).parameters).toEqual([
      { name: 'kernel', shape: [4, 4, 2, 3], initialiser: { kind: 'normal', std: 0.02 } },
      { name: 'bias', shape: [3], initialiser: zeros },
    ]);
    expect(conv2dTranspose(options).parameters.map(({ shape }) => shape)).toEqual([[4, 4, 3, 2], [3]]);
  });
});
