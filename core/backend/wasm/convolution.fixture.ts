import type { Parameters } from '../program/instruction.ts';
import { noise, none, run } from './matrix.fixture.ts';
import type { Epilogue, Launch } from './matrix.fixture.ts';

// The three passes of convolutions, and plain loops that do the same in double precision.

export type Convolution = Parameters<'convFilter'>;

interface Window {
  readonly batch?: number;
  readonly image: readonly [number, number];
  readonly filter: readonly [number, number];
  readonly channels: readonly [number, number];
  readonly stride?: number;
  readonly dilation?: number;
  /** Zeros above and left, and below and right. */
  readonly pad: 'same' | readonly [number, number];
}

/** Numbers of a convolution, or undefined where the filter does not fit into the image. */
export function convolution({ batch = 1, image, filter, channels, stride = 1, dilation = 1, pad }: Window) {
  const sizes = [0, 1].map((axis) => {
    const extent = (filter[axis]! - 1) * dilation + 1;
    if (pad !== 'same') {
      return { before: pad[0], out: Math.floor((image[axis]! + pad[0] + pad[1] - extent) / stride) + 1 };
    }
    const out = Math.ceil(image[axis]! / stride);
    return { before: Math.floor(Math.max(0, (out - 1) * stride + extent - image[axis]!) / 2), out };
  });
  if (sizes.some(({ out }) => out < 1)) return undefined;
  return {
    batch,
    inHeight: image[0],
    inWidth: image[1],
    inChannels: channels[0],
    outHeight: sizes[0]!.out,
    outWidth: sizes[1]!.out,
    outChannels: channels[1],
    filterHeight: filter[0],
    filterWidth: filter[1],
    strideHeight: stride,
    strideWidth: stride,
    padTop: sizes[0]!.before,
    padLeft: sizes[1]!.before,
    dilationHeight: dilation,
    dilationWidth: dilation,
  };
}

export type Pass = 'conv' | 'convInput' | 'convFilter';

/** A pass of a convolution on noise. */
export function pass(op: Pass, p: Convolution, epilogue: Epilogue = none) {
  const x = noise(p.batch * p.inHeight * p.inWidth * p.inChannels);
  const filter = noise(p.filterHeight * p.filterWidth * p.inChannels * p.outChannels, 3);
  const y = noise(p.batch * p.outHeight * p.outWidth * p.outChannels, 7);
  const bias = noise(op === 'conv' ? p.outChannels : p.inChannels, 5);
  const sides = { conv: [x, filter], convInput: [y, filter], convFilter: [x, y] }[op];
  const size = { conv: y, convInput: x, convFilter: filter }[op].length;
  return {
    inputs: epilogue.hasBias ? [...sides, bias] : sides,
    size,
    run(launch?: Launch) {
      const instruction = op === 'convFilter' ? { op, params: p } : { op, params: { ...p, ...epilogue } };
      return run(instruction, this.inputs, size, launch);
    },
    expected() {
      const out = new Float64Array(size);
      forEachTerm(p, (atX, atFilter, atY) => {
        if (op === 'conv') out[atY]! += x[atX]! * filter[atFilter]!;
        else if (op === 'convInput') out[atX]! += y[atY]! * filter[atFilter]!;
        else out[atFilter]! += x[atX]! * y[atY]!;
      });
      return out;
    },
  };
}

/** Every product of a convolution: its places in the image, the filter and the result. */
function forEachTerm(p: Convolution, use: (x: number, filter: number, y: number) => void): void {
  for (let b = 0; b < p.batch; b++) {
    for (let tap = 0; tap < p.filterHeight * p.filterWidth; tap++) {
      const down = Math.floor(tap / p.filterWidth) * p.dilationHeight - p.padTop;
      const across = (tap % p.filterWidth) * p.dilationWidth - p.padLeft;
      for (let position = 0; position < p.outHeight * p.outWidth; position++) {
        const y = Math.floor(position / p.outWidth) * p.strideHeight + down;
        const x = (position % p.outWidth) * p.strideWidth + across;
        if (y < 0 || y >= p.inHeight || x < 0 || x >= p.inWidth) continue;
        const pixel = (b * p.inHeight + y) * p.inWidth + x;
        for (let i = 0; i < p.inChannels; i++) {
          for (let o = 0; o < p.outChannels; o++) {
            use(
              pixel * p.inChannels + i,
              (tap * p.inChannels + i) * p.outChannels + o,
              (b * p.outHeight * p.outWidth + position) * p.outChannels + o,
            );
          }
        }
      }
    }
  }
}

export const passes = ['conv', 'convInput', 'convFilter'] as const;
