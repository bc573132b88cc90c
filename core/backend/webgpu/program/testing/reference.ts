import type { Chain, MicroStep } from '../../../program/chain.ts';
import type { Instruction, InstructionOf, Parameters } from '../../../program/instruction.ts';
import type { Operation } from '../../../program/operations.ts';
import { slotsOfRule } from '../../../program/operations.ts';
import { hashName, normal, uniform } from '../../../../random/stream.ts';

type Values = ArrayLike<number>;
type Of<O extends Operation> = InstructionOf<O, Values>;

const zeros = (size: number): number[] => Array.from({ length: size }, () => 0);
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const unary: Partial<Record<MicroStep['code'], (x: number, p: number, q: number) => number>> = {
  identity: (x) => x,
  neg: (x) => -x,
  abs: Math.abs,
  square: (x) => x * x,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  reciprocal: (x) => 1 / x,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  elu: (x) => (x >= 0 ? x : Math.expm1(x)),
  relu: (x) => (x < 0 ? 0 : x),
  leakyRelu: (x, p) => (x < 0 ? Math.fround(p) * x : x),
  step: (x, p) => (Number.isNaN(x) ? x : x > 0 ? 1 : p),
  clip: (x, p, q) => (x < p ? p : x > q ? q : x),
  sign: Math.sign,
  floor: Math.floor,
  ceil: Math.ceil,
  round: (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
  truncate: Math.trunc,
  not: (x) => Number(x === 0),
  isNaN: (x) => Number(Number.isNaN(x)),
  sin: Math.sin,
  cos: Math.cos,
};

const others: Partial<Record<MicroStep['code'], (a: number, b: number, c: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  squaredDifference: (a, b) => (a - b) ** 2,
  less: (a, b) => Number(a < b),
  lessEqual: (a, b) => Number(a <= b),
  greater: (a, b) => Number(a > b),
  greaterEqual: (a, b) => Number(a >= b),
  equal: (a, b) => Number(a === b),
  notEqual: (a, b) => Number(a !== b),
  and: (a, b) => Number(a !== 0 && b !== 0),
  or: (a, b) => Number(a !== 0 || b !== 0),
  tanhGrad: (a, b) => a * (1 - b * b),
  eluGrad: (a, b) => (b >= 0 ? a : a * (b + 1)),
  select: (a, b, c) => (a !== 0 ? b : c),
};

function runChain({ size, loads, steps, stores }: Chain, reads: readonly Values[]): number[][] {
  const out = stores.map(() => zeros(size));
  for (let element = 0; element < size; element++) {
    const r = loads.map(({ repeat, period }, n) => reads[n]![Math.floor(element / repeat) % period]!);
    for (const { code, a, b = 0, c = 0, p = 0, q = 0 } of steps) {
      const one = unary[code];
      r.push(Math.fround(one ? one(r[a]!, p, q) : others[code]!(r[a]!, r[b]!, r[c]!)));
    }
    stores.forEach(({ register, dtype }, n) => {
      const value = r[register]!;
      out[n]![element] = dtype === 'float32' ? value : dtype === 'int32' ? Math.trunc(value) : Number(value !== 0);
    });
  }
  return out;
}

function finish(params: { hasBias: number; activation: number; alpha: number }, sum: number, bias: number): number {
  const value = params.hasBias ? sum + bias : sum;
  if (params.activation === 0 || !(value < 0)) return value;
  return params.activation === 1 ? 0 : params.alpha * value;
}

function gemm({ params: p, reads: [a, b, bias] }: Of<'gemm'>): number[] {
  const out: number[] = [];
  for (let z = 0; z < p.batch; z++)
    for (let i = 0; i < p.m; i++)
      for (let j = 0; j < p.n; j++) {
        let sum = 0;
        for (let k = 0; k < p.k; k++) {
          sum +=
            a![z * p.strideA + (p.transposeA ? k * p.m + i : i * p.k + k)]! *
            b![z * p.strideB + (p.transposeB ? j * p.k + k : k * p.n + j)]!;
        }
        out.push(finish(p, sum, bias?.[j] ?? 0));
      }
  return out;
}

/** Every product that a convolution is made of, by the indices of x, filter and y. */
function eachProduct(p: Parameters<'convFilter'>, use: (x: number, filter: number, y: number) => void): void {
  for (let b = 0; b < p.batch; b++)
    for (let oy = 0; oy < p.outHeight; oy++)
      for (let ox = 0; ox < p.outWidth; ox++)
        for (let fy = 0; fy < p.filterHeight; fy++)
          for (let fx = 0; fx < p.filterWidth; fx++) {
            const y = oy * p.strideHeight - p.padTop + fy * p.dilationHeight;
            const x = ox * p.strideWidth - p.padLeft + fx * p.dilationWidth;
            if (y < 0 || x < 0 || y >= p.inHeight || x >= p.inWidth) continue;
            for (let ic = 0; ic < p.inChannels; ic++)
              for (let oc = 0; oc < p.outChannels; oc++)
                use(
                  ((b * p.inHeight + y) * p.inWidth + x) * p.inChannels + ic,
                  ((fy * p.filterWidth + fx) * p.inChannels + ic) * p.outChannels + oc,
                  ((b * p.outHeight + oy) * p.outWidth + ox) * p.outChannels + oc,
                );
          }
}

function convolution(instruction: Of<'conv' | 'convInput' | 'convFilter'>): number[] {
  const { op, params: p, reads } = instruction;
  const [first, second] = reads as [Values, Values];
  const images = p.batch * p.inHeight * p.inWidth * p.inChannels;
  const results = p.batch * p.outHeight * p.outWidth * p.outChannels;
  if (op === 'convFilter') {
    const out = zeros(p.filterHeight * p.filterWidth * p.inChannels * p.outChannels);
    eachProduct(p, (x, f, y) => (out[f]! += first[x]! * second[y]!));
    return out;
  }
  const out = zeros(op === 'conv' ? results : images);
  if (op === 'conv') eachProduct(p, (x, f, y) => (out[y]! += first[x]! * second[f]!));
  else eachProduct(p, (x, f, y) => (out[x]! += first[y]! * second[f]!));
  const channels = op === 'conv' ? p.outChannels : p.inChannels;
  return out.map((sum, i) => finish(instruction.params, sum, reads[2]?.[i % channels] ?? 0));
}

/** The values along the middle axis of [outer, length, inner], for each result. */
function lines(x: Values, { outer, length, inner }: { outer: number; length: number; inner: number }): number[][] {
  return Array.from({ length: outer * inner }, (_, i) =>
    Array.from({ length }, (_, n) => x[(Math.floor(i / inner) * length + n) * inner + (i % inner)]!),
  );
}

function softmax({ params: { columns, log }, reads: [x] }: Of<'softmax'>): number[] {
  return lines(x!, { outer: x!.length / columns, length: columns, inner: 1 }).flatMap((row) => {
    const largest = Math.max(...row);
    const sum = sumOf(row.map((value) => Math.exp(value - largest)));
    return row.map((value) => (log ? value - largest - Math.log(sum) : Math.exp(value - largest) / sum));
  });
}

function copy({ params: p, reads: [x] }: Of<'copy'>, before: number): number[] {
  const out = Array.from({ length: p.outSize }, () => (p.fills ? p.fill : before));
  const sizes = [p.size0, p.size1, p.size2, p.size3, p.size4, p.size5];
  const ins = [p.inStride0, p.inStride1, p.inStride2, p.inStride3, p.inStride4, p.inStride5];
  const outs = [p.outStride0, p.outStride1, p.outStride2, p.outStride3, p.outStride4, p.outStride5];
  const walk = (axis: number, from: number, to: number): void => {
    if (axis === 6) out[to] = x![from]!;
    else for (let n = 0; n < sizes[axis]!; n++) walk(axis + 1, from + n * ins[axis]!, to + n * outs[axis]!);
  };
  walk(0, p.inStart, p.outStart);
  return out;
}

function pooling({ op, params: p, reads: [x] }: Of<'avgPool' | 'avgPoolGrad'>): number[] {
  const forward = op === 'avgPool';
  const out = zeros(p.batch * p.channels * (forward ? p.outHeight * p.outWidth : p.inHeight * p.inWidth));
  for (let b = 0; b < p.batch; b++)
    for (let oy = 0; oy < p.outHeight; oy++)
      for (let ox = 0; ox < p.outWidth; ox++)
        for (let c = 0; c < p.channels; c++) {
          const inside: number[] = [];
          for (let fy = 0; fy < p.filterHeight; fy++)
            for (let fx = 0; fx < p.filterWidth; fx++) {
              const y = oy * p.strideHeight - p.padTop + fy;
              const x = ox * p.strideWidth - p.padLeft + fx;
              if (y < 0 || x < 0 || y >= p.inHeight || x >= p.inWidth) continue;
              inside.push(((b * p.inHeight + y) * p.inWidth + x) * p.channels + c);
            }
          const at = ((b * p.outHeight + oy) * p.outWidth + ox) * p.channels + c;
          for (const i of inside) {
            if (forward) out[at]! += x![i]! / inside.length;
            else out[i]! += x![at]! / (p.filterHeight * p.filterWidth);
          }
        }
  return out;
}

function resizing({ op, params: p, reads: [x] }: Of<'resize' | 'resizeGrad'>): number[] {
  const taps = (inputs: number, outputs: number, output: number): [number, number][] => {
    const aligned = p.alignCorners && outputs > 1 ? 1 : 0;
    const position = Math.fround(Math.fround((inputs - aligned) / (outputs - aligned)) * output);
    if (!p.bilinear) return [[Math.min(inputs - 1, p.alignCorners ? Math.round(position) : Math.floor(position)), 1]];
    const low = Math.floor(position);
    return [
      [low, 1 - (position - low)],
      [Math.min(inputs - 1, Math.ceil(position)), position - low],
    ];
  };
  const forward = op === 'resize';
  const out = zeros(p.batch * p.channels * (forward ? p.outHeight * p.outWidth : p.inHeight * p.inWidth));
  for (let b = 0; b < p.batch; b++)
    for (let oy = 0; oy < p.outHeight; oy++)
      for (let ox = 0; ox < p.outWidth; ox++)
        for (let c = 0; c < p.channels; c++)
          for (const [iy, wy] of taps(p.inHeight, p.outHeight, oy))
            for (const [ix, wx] of taps(p.inWidth, p.outWidth, ox)) {
              const from = ((b * p.inHeight + iy) * p.inWidth + ix) * p.channels + c;
              const to = ((b * p.outHeight + oy) * p.outWidth + ox) * p.channels + c;
              if (forward) out[to]! += wy * wx * x![from]!;
              else out[from]! += wy * wx * x![to]!;
            }
  return out;
}

function normForward({ params: p, reads: [x, scale, shift] }: Of<'normForward'>): number[][] {
  const groups = p.layer ? p.rows : p.columns;
  const groupOf = (i: number) => (p.layer ? Math.floor(i / p.columns) : i % p.columns);
  const values = Array.from(x!);
  const members = Array.from({ length: groups }, (_, g) => values.filter((_, i) => groupOf(i) === g));
  const mean = members.map((all) => sumOf(all) / all.length);
  const variance = members.map((all, g) => sumOf(all.map((value) => (value - mean[g]!) ** 2)) / all.length);
  const out = values.map((value, i) => {
    const channel = (i % p.columns) % p.channels;
    const normal = (value - mean[groupOf(i)]!) / Math.sqrt(variance[groupOf(i)]! + p.epsilon);
    return normal * scale![channel]! + shift![channel]!;
  });
  return [out, mean, variance];
}

function normBackward({ params: p, reads: [dy, x, scale, mean, variance] }: Of<'normBackward'>): number[][] {
  const groupOf = (i: number) => (p.layer ? Math.floor(i / p.columns) : i % p.columns);
  const channelOf = (i: number) => (i % p.columns) % p.channels;
  const count = p.layer ? p.columns : p.rows;
  const sums = zeros(p.layer ? p.rows : p.columns).map(() => [0, 0]);
  const dscale = zeros(p.channels);
  const dshift = zeros(p.channels);
  const inverse = (i: number) => 1 / Math.sqrt(variance![groupOf(i)]! + p.epsilon);
  const normal = (i: number) => (x![i]! - mean![groupOf(i)]!) * inverse(i);
  const size = p.rows * p.columns;
  for (let i = 0; i < size; i++) {
    const g = dy![i]! * scale![channelOf(i)]!;
    const sum = sums[groupOf(i)]!;
    sum[0]! += g;
    sum[1]! += g * normal(i);
    dscale[channelOf(i)]! += dy![i]! * normal(i);
    dshift[channelOf(i)]! += dy![i]!;
  }
  const dx = zeros(size).map((_, i) => {
    const [first, second] = sums[groupOf(i)] as [number, number];
    return inverse(i) * (dy![i]! * scale![channelOf(i)]! - first / count - (normal(i) * second) / count);
  });
  return [dx, dscale, dshift];
}

function optimise({ params: { rule, a, b, c }, sizes, reads }: Of<'optimise'>): number[][] {
  const slots = slotsOfRule[rule]!;
  const [rate, epsilon, third] = Array.from(reads[0]!) as [number, number, number];
  return sizes.flatMap((size, n) => {
    const [p, g, ...s] = reads.slice(1 + n * (2 + slots), 1 + (n + 1) * (2 + slots)).map((all) => Array.from(all));
    const next = [p!, ...s].map((all) => [...all]);
    for (let i = 0; i < size; i++) {
      const [d, first, second] = [g![i]!, s[0]?.[i] ?? 0, s[1]?.[i] ?? 0];
      const square = a * first + (1 - a) * d * d;
      const rules: readonly (() => readonly [move: number, ...slots: number[]])[] = [
        () => {
          const m = a * first + (1 - a) * d;
          const v = b * second + (1 - b) * d * d;
          return [(rate * m) / (Math.sqrt(v) + epsilon), m, v];
        },
        () => [(rate * d) / (Math.sqrt(square) + c), square],
        () => {
          const moved = b * second + d / (Math.sqrt(square) + c);
          return [rate * moved, square, moved];
        },
        () => [rate * d],
        () => [rate * (a * first + d), a * first + d],
        () => [rate * (d + a * (a * first + d)), a * first + d],
        () => [rate * (2 * d - first), d],
        () => {
          const m = a * first + (1 - a) * d;
          const v = b * second + (1 - b) * d * d;
          const direction = (epsilon * m) / (Math.sqrt(v) + third);
          return [rate * (2 * direction - s[2]![i]!), m, v, direction];
        },
      ];
      const [move, ...kept] = rules[rule]!();
      next[0]![i] = p![i]! - move;
      kept.forEach((value, slot) => (next[slot + 1]![i] = value));
    }
    return next;
  });
}

/** The stream whose name's hash is in the instruction, by its name. */
export const streamName = 'noise';

/** What an instruction writes, in double precision and plain loops. `before` stands for memory that is not set. */
export function reference(instruction: Instruction<Values>, before = 0): readonly Values[] {
  const { op, reads } = instruction;
  switch (op) {
    case 'gemm':
      return [gemm(instruction)];
    case 'conv':
    case 'convInput':
    case 'convFilter':
      return [convolution(instruction)];
    case 'chain':
      return runChain(instruction.chain, reads);
    case 'reduce': {
      const { kind, length } = instruction.params;
      const fold = [
        sumOf,
        (all: number[]) => sumOf(all) / length,
        (all: number[]) => Math.max(...all),
        (all: number[]) => Math.min(...all),
      ][kind]!;
      return [lines(reads[0]!, instruction.params).map(fold)];
    }
    case 'argReduce': {
      const { kind } = instruction.params;
      return [
        lines(reads[0]!, instruction.params).map((all) =>
          all.reduce((best, value, i) => ((kind ? value < all[best]! : value > all[best]!) ? i : best), 0),
        ),
      ];
    }
    case 'softmax':
      return [softmax(instruction)];
    case 'copy':
      return [copy(instruction, before)];
    case 'concat': {
      const { sizes, params } = instruction;
      const rows = Array.from({ length: params.outer }, (_, row) =>
        sizes.flatMap((size, n) => Array.from({ length: size }, (_, i) => reads[n]![row * size + i]!)),
      );
      return [rows.flat()];
    }
    case 'fill':
      return [Array.from({ length: instruction.params.size }, () => instruction.params.value)];
    case 'gather': {
      const { outer, rows, width, count } = instruction.params;
      return [
        Array.from({ length: outer * count * width }, (_, i) => {
          const row = reads[1]![Math.floor(i / width) % count]!;
          return reads[0]![(Math.floor(i / (count * width)) * rows + row) * width + (i % width)]!;
        }),
      ];
    }
    case 'scatterAdd': {
      const { segments, count, width } = instruction.params;
      const out = zeros(segments * width);
      for (let i = 0; i < count * width; i++) {
        out[reads[1]![Math.floor(i / width)]! * width + (i % width)]! += reads[0]![i]!;
      }
      return [out];
    }
    case 'oneHot': {
      const { count, depth, on, off } = instruction.params;
      return [
        Array.from({ length: count * depth }, (_, i) => (reads[0]![Math.floor(i / depth)] === i % depth ? on : off)),
      ];
    }
    case 'avgPool':
    case 'avgPoolGrad':
      return [pooling(instruction)];
    case 'resize':
    case 'resizeGrad':
      return [resizing(instruction)];
    case 'normForward':
      return normForward(instruction);
    case 'normBackward':
      return normBackward(instruction);
    case 'optimise':
      return optimise(instruction);
    case 'average': {
      const { decay } = instruction.params;
      return instruction.sizes.map((_, n) =>
        Array.from(reads[2 * n]!, (value, i) => decay * value + (1 - decay) * reads[2 * n + 1]![i]!),
      );
    }
    case 'norm':
      return [[Math.sqrt(sumOf(reads.flatMap((all) => Array.from(all, (value) => value * value))))]];
    case 'philox': {
      const { kind, size, seed, stream } = instruction.params;
      if (stream !== (hashName(streamName) | 0)) throw new Error('another stream');
      const step = (reads[0]![0]! >>> 0) + (reads[0]![1]! >>> 0) * 2 ** 32;
      return [(kind ? normal : uniform)(seed >>> 0, streamName, step, size)];
    }
  }
}
