import type { Parameters } from '../../program/instruction.ts';
import { ShaderWriter, f, i, u } from './dispatch.ts';
import type { Shaders } from './dispatch.ts';

/** WGSL statements that split the index `i` of an NHWC element into b, y, x and c. */
const place = (height: number, width: number, channels: number) => `let c = i % ${u(channels)};
  let x = i32((i / ${u(channels)}) % ${u(width)});
  let y = i32((i / ${u(channels * width)}) % ${u(height)});
  let b = i / ${u(channels * width * height)};`;

type Pooling = Parameters<'avgPool'>;
type Resizing = Parameters<'resize'>;

/** WGSL of the part of a window that lies inside the image, along one axis: [first, end). */
const windowOf = (name: string, size: number, filter: number, stride: number, pad: number) => `
fn ${name}(at : i32) -> vec2<i32> {
  let start = at * ${i(stride)} - ${i(pad)};
  return vec2<i32>(max(start, 0), min(start + ${i(filter)}, ${i(size)}));
}`;

const windows = (p: Pooling) =>
  windowOf('rows', p.inHeight, p.filterHeight, p.strideHeight, p.padTop) +
  windowOf('columns', p.inWidth, p.filterWidth, p.strideWidth, p.padLeft);

/** WGSL of the windows that an input pixel may lie in, along one axis: [first, end). */
const windowsWith = (at: string, outputs: number, filter: number, stride: number, pad: number) =>
  `vec2<i32>(max(${at} + ${i(pad)} - ${i(filter)} + ${i(stride)}, 0) / ${i(stride)}, min((${at} + ${i(pad)}) / ${i(stride)} + 1, ${i(outputs)}))`;

interface Axis {
  readonly ratio: number;
  readonly inputs: number;
}

/** Positions are computed in single precision, as tfjs's kernels do. */
function axisOf(inputs: number, outputs: number, alignCorners: number): Axis {
  const aligned = alignCorners && outputs > 1 ? 1 : 0;
  return { ratio: Math.fround((inputs - aligned) / (outputs - aligned)), inputs };
}

/** WGSL of the inputs that an output is made of, along one axis: low, high, and the weight of low. */
function tapsOf(name: string, { ratio, inputs }: Axis, { bilinear, alignCorners }: Resizing): string {
  const nearest = alignCorners ? 'floor(position + 0.5)' : 'floor(position)';
  const body = bilinear
    ? `let low = floor(position);
  return Taps(i32(low), min(${i(inputs - 1)}, i32(ceil(position))), 1.0 - (position - low));`
    : `let low = min(${i(inputs - 1)}, i32(${nearest}));
  return Taps(low, low, 1.0);`;
  return `
fn ${name}(output : i32) -> Taps {
  let position = ${f(ratio)} * f32(output);
  ${body}
}`;
}

const tapsStruct = 'struct Taps { low : i32, high : i32, weight : f32 }';

/** WGSL of the outputs that may be made of an input, along one axis: [first, end), rather too many than too few. */
function outputsOf(at: string, { ratio }: Axis, outputs: number): string {
  if (ratio === 0) return `vec2<i32>(0, ${i(outputs)})`;
  const first = `i32(floor(f32(${at} - 1) / ${f(ratio)})) - 1`;
  const end = `i32(ceil(f32(${at} + 1) / ${f(ratio)})) + 2`;
  return `vec2<i32>(max(${first}, 0), min(${end}, ${i(outputs)}))`;
}

export const images: Shaders<'avgPool' | 'avgPoolGrad' | 'resize' | 'resizeGrad'> = {
  avgPool: ({ params: p, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const from = writer.buffer(reads[0]!);
    const to = writer.buffer(writes[0]!);
    return [
      writer.linear(
        p.batch * p.outHeight * p.outWidth * p.channels,
        `${place(p.outHeight, p.outWidth, p.channels)}
  let ys = rows(y);
  let xs = columns(x);
  var sum = 0.0;
  for (var py = ys.x; py < ys.y; py++) {
    for (var px = xs.x; px < xs.y; px++) {
      sum += fetch(${from} + ((b * ${u(p.inHeight)} + u32(py)) * ${u(p.inWidth)} + u32(px)) * ${u(p.channels)} + c);
    }
  }
  put(${to} + i, sum / f32((ys.y - ys.x) * (xs.y - xs.x)));`,
        { functions: windows(p) },
      ),
    ];
  },

  avgPoolGrad: ({ params: p, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const from = writer.buffer(reads[0]!);
    const to = writer.buffer(writes[0]!);
    return [
      writer.linear(
        p.batch * p.inHeight * p.inWidth * p.channels,
        `${place(p.inHeight, p.inWidth, p.channels)}
  let ys = ${windowsWith('y', p.outHeight, p.filterHeight, p.strideHeight, p.padTop)};
  let xs = ${windowsWith('x', p.outWidth, p.filterWidth, p.strideWidth, p.padLeft)};
  var sum = 0.0;
  for (var oy = ys.x; oy < ys.y; oy++) {
    for (var ox = xs.x; ox < xs.y; ox++) {
      sum += fetch(${from} + ((b * ${u(p.outHeight)} + u32(oy)) * ${u(p.outWidth)} + u32(ox)) * ${u(p.channels)} + c);
    }
  }
  put(${to} + i, sum / ${f(p.filterHeight * p.filterWidth)});`,
      ),
    ];
  },

  resize: ({ params: p, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const from = writer.buffer(reads[0]!);
    const to = writer.buffer(writes[0]!);
    const functions =
      tapsStruct +
      tapsOf('rows', axisOf(p.inHeight, p.outHeight, p.alignCorners), p) +
      tapsOf('columns', axisOf(p.inWidth, p.outWidth, p.alignCorners), p) +
      `
fn pixel(b : u32, y : i32, x : i32, c : u32) -> f32 {
  return fetch(${from} + ((b * ${u(p.inHeight)} + u32(y)) * ${u(p.inWidth)} + u32(x)) * ${u(p.channels)} + c);
}`;
    const value = p.bilinear
      ? `let left = column.weight;
  let top = pixel(b, row.low, column.low, c) * left + pixel(b, row.low, column.high, c) * (1.0 - left);
  let bottom = pixel(b, row.high, column.low, c) * left + pixel(b, row.high, column.high, c) * (1.0 - left);
  put(${to} + i, top * row.weight + bottom * (1.0 - row.weight));`
      : `put(${to} + i, pixel(b, row.low, column.low, c));`;
    return [
      writer.linear(
        p.batch * p.outHeight * p.outWidth * p.channels,
        `${place(p.outHeight, p.outWidth, p.channels)}
  let row = rows(y);
  let column = columns(x);
  ${value}`,
        { functions },
      ),
    ];
  },

  resizeGrad: ({ params: p, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const from = writer.buffer(reads[0]!);
    const to = writer.buffer(writes[0]!);
    const vertical = axisOf(p.inHeight, p.outHeight, p.alignCorners);
    const horizontal = axisOf(p.inWidth, p.outWidth, p.alignCorners);
    const functions =
      tapsStruct +
      tapsOf('rows', vertical, p) +
      tapsOf('columns', horizontal, p) +
      `
fn share(taps : Taps, at : i32) -> f32 {
  return select(0.0, taps.weight, taps.low == at) + select(0.0, 1.0 - taps.weight, taps.high == at);
}`;
    return [
      writer.linear(
        p.batch * p.inHeight * p.inWidth * p.channels,
        `${place(p.inHeight, p.inWidth, p.channels)}
  let ys = ${outputsOf('y', vertical, p.outHeight)};
  let xs = ${outputsOf('x', horizontal, p.outWidth)};
  var sum = 0.0;
  for (var oy = ys.x; oy < ys.y; oy++) {
    let vertical = share(rows(oy), y);
    if (vertical == 0.0) { continue; }
    for (var ox = xs.x; ox < xs.y; ox++) {
      let weight = vertical * share(columns(ox), x);
      if (weight == 0.0) { continue; }
      sum += weight * fetch(${from} + ((b * ${u(p.outHeight)} + u32(oy)) * ${u(p.outWidth)} + u32(ox)) * ${u(p.channels)} + c);
    }
  }
  put(${to} + i, sum);`,
        { functions },
      ),
    ];
  },
};
