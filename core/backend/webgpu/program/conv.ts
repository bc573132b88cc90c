import type { Parameters } from '../../program/instruction.ts';
import { ShaderWriter, i, u } from './dispatch.ts';
import type { Shaders } from './dispatch.ts';
import { epilogue, matrixProduct } from './matrix.ts';

type Convolution = Parameters<'convFilter'>;

/** WGSL of `depthOf(k)`: the filter's row and column and the channel (of `channels`) that k stands for. */
const filterPlace = ({ filterWidth }: Convolution, channels: number) => `
fn filterPlace(k : u32) -> vec4<i32> {
  let at = k / ${u(channels)};
  return vec4<i32>(vec4<u32>(at / ${u(filterWidth)}, at % ${u(filterWidth)}, k % ${u(channels)}, 0u));
}`;

/** WGSL of the input pixel that an output pixel sees through a place of the filter; 0 outside the image. */
const inputThrough = (p: Convolution, x: string) => `
fn outputPlace(pixel : u32) -> vec4<i32> {
  let place = vec3<i32>(vec3<u32>(pixel / ${u(p.outHeight * p.outWidth)}, (pixel / ${u(p.outWidth)}) % ${u(p.outHeight)}, pixel % ${u(p.outWidth)}));
  return vec4<i32>(place.x, place.y * ${i(p.strideHeight)} - ${i(p.padTop)}, place.z * ${i(p.strideWidth)} - ${i(p.padLeft)}, 0);
}
fn inputThrough(output : vec4<i32>, tap : vec4<i32>) -> f32 {
  let y = output.y + tap.x * ${i(p.dilationHeight)};
  let x = output.z + tap.y * ${i(p.dilationWidth)};
  if (y < 0 || x < 0 || y >= ${i(p.inHeight)} || x >= ${i(p.inWidth)}) { return 0.0; }
  return fetch(${x} + u32(((output.x * ${i(p.inHeight)} + y) * ${i(p.inWidth)} + x) * ${i(p.inChannels)} + tap.z));
}`;

/** Convolutions and their gradients, as products of matrices that are never written out. */
export const conv: Shaders<'conv' | 'convInput' | 'convFilter'> = {
  conv: ({ params: p, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const x = writer.buffer(reads[0]!);
    const filter = writer.buffer(reads[1]!);
    const bias = p.hasBias ? writer.buffer(reads[2]!) : undefined;
    const out = writer.buffer(writes[0]!);
    const functions = `${filterPlace(p, p.inChannels)}${inputThrough(p, x)}
fn rowA(z : u32, row : u32) -> vec4<i32> { return outputPlace(row); }
fn depthA(z : u32, k : u32) -> vec4<i32> { return filterPlace(k); }
fn loadA(row : vec4<i32>, depth : vec4<i32>) -> f32 { return inputThrough(row, depth); }
fn columnB(z : u32, column : u32) -> vec4<i32> { return vec4<i32>(i32(${filter} + column)); }
fn depthB(z : u32, k : u32) -> vec4<i32> { return vec4<i32>(i32(k * ${u(p.outChannels)})); }
fn loadB(column : vec4<i32>, depth : vec4<i32>) -> f32 { return fetch(u32(column.x + depth.x)); }`;
    return matrixProduct(writer, {
      batch: 1,
      m: p.batch * p.outHeight * p.outWidth,
      n: p.outChannels,
      k: p.filterHeight * p.filterWidth * p.inChannels,
      functions,
      aAlongK: true,
      bAlongK: false,
      store: epilogue(p, bias, out, `row * ${u(p.outChannels)} + column`),
    });
  },

  // Input pixels that lie alike between the strides meet the same places of the filter: one matrix for each such phase,
  // instead of one in which most is zero. Where the filter is dilated that does not hold, and there is one phase.
  convInput: ({ params: p, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const dy = writer.buffer(reads[0]!);
    const filter = writer.buffer(reads[1]!);
    const bias = p.hasBias ? writer.buffer(reads[2]!) : undefined;
    const dx = writer.buffer(writes[0]!);
    const phased = p.dilationHeight === 1 && p.dilationWidth === 1;
    const [ph, pw] = phased ? [p.strideHeight, p.strideWidth] : [1, 1];
    const height = Math.ceil(p.inHeight / ph);
    const width = Math.ceil(p.inWidth / pw);
    const filterWidth = Math.ceil(p.filterWidth / pw);
    const functions = `
fn inputPlace(z : u32, row : u32) -> vec3<i32> {
  let place = vec3<u32>(row / ${u(height * width)}, (row / ${u(width)}) % ${u(height)}, row % ${u(width)});
  return vec3<i32>(vec3<u32>(place.x, place.y * ${u(ph)} + z / ${u(pw)}, place.z * ${u(pw)} + z % ${u(pw)}));
}
fn filterPlace(z : u32, k : u32) -> vec4<i32> {
  let at = k / ${u(p.outChannels)};
  let y = at / ${u(filterWidth)} * ${u(ph)} + (z / ${u(pw)} + ${u(p.padTop)}) % ${u(ph)};
  let x = at % ${u(filterWidth)} * ${u(pw)} + (z % ${u(pw)} + ${u(p.padLeft)}) % ${u(pw)};
  return vec4<i32>(vec4<u32>(y, x, k % ${u(p.outChannels)}, 0u));
}
fn rowA(z : u32, row : u32) -> vec4<i32> {
  return vec4<i32>(inputPlace(z, row) + vec3<i32>(0, ${i(p.padTop)}, ${i(p.padLeft)}), 0);
}
fn depthA(z : u32, k : u32) -> vec4<i32> { return filterPlace(z, k); }
fn loadA(row : vec4<i32>, depth : vec4<i32>) -> f32 {
  let y = row.y - depth.x * ${i(p.dilationHeight)};
  let x = row.z - depth.y * ${i(p.dilationWidth)};
  if (y < 0 || x < 0 || y % ${i(p.strideHeight)} != 0 || x % ${i(p.strideWidth)} != 0) { return 0.0; }
  let oy = y / ${i(p.strideHeight)};
  let ox = x / ${i(p.strideWidth)};
  if (oy >= ${i(p.outHeight)} || ox >= ${i(p.outWidth)}) { return 0.0; }
  return fetch(${dy} + u32(((row.x * ${i(p.outHeight)} + oy) * ${i(p.outWidth)} + ox) * ${i(p.outChannels)} + depth.z));
}
fn columnB(z : u32, column : u32) -> vec4<i32> { return vec4<i32>(i32(column)); }
fn depthB(z : u32, k : u32) -> vec4<i32> { return filterPlace(z, k); }
fn loadB(column : vec4<i32>, depth : vec4<i32>) -> f32 {
  if (depth.x >= ${i(p.filterHeight)} || depth.y >= ${i(p.filterWidth)}) { return 0.0; }
  let at = (depth.x * ${i(p.filterWidth)} + depth.y) * ${i(p.inChannels)} + column.x;
  return fetch(${filter} + u32(at * ${i(p.outChannels)} + depth.z));
}`;
    const inside = `let place = inputPlace(z, row);
  if (place.y >= ${i(p.inHeight)} || place.z >= ${i(p.inWidth)}) { return; }`;
    const at = `u32((place.x * ${i(p.inHeight)} + place.y) * ${i(p.inWidth)} + place.z) * ${u(p.inChannels)} + column`;
    return matrixProduct(writer, {
      batch: ph * pw,
      m: p.batch * height * width,
      n: p.inChannels,
      k: Math.ceil(p.filterHeight / ph) * filterWidth * p.outChannels,
      functions,
      aAlongK: true,
      bAlongK: true,
      store: `${inside} ${epilogue(p, bias, dx, at)}`,
    });
  },

  convFilter: ({ params: p, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const x = writer.buffer(reads[0]!);
    const dy = writer.buffer(reads[1]!);
    const out = writer.buffer(writes[0]!);
    const functions = `${filterPlace(p, p.inChannels)}${inputThrough(p, x)}
fn rowA(z : u32, row : u32) -> vec4<i32> { return filterPlace(row); }
fn depthA(z : u32, k : u32) -> vec4<i32> { return outputPlace(k); }
fn loadA(row : vec4<i32>, depth : vec4<i32>) -> f32 { return inputThrough(depth, row); }
fn columnB(z : u32, column : u32) -> vec4<i32> { return vec4<i32>(i32(${dy} + column)); }
fn depthB(z : u32, k : u32) -> vec4<i32> { return vec4<i32>(i32(k * ${u(p.outChannels)})); }
fn loadB(column : vec4<i32>, depth : vec4<i32>) -> f32 { return fetch(u32(column.x + depth.x)); }`;
    return matrixProduct(writer, {
      batch: 1,
      m: p.filterHeight * p.filterWidth * p.inChannels,
      n: p.outChannels,
      k: p.batch * p.outHeight * p.outWidth,
      functions,
      aAlongK: false,
      bAlongK: false,
      store: `put(${out} + row * ${u(p.outChannels)} + column, sum);`,
    });
  },
};
