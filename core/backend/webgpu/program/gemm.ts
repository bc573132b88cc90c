import { ShaderWriter, u } from './dispatch.ts';
import type { Shaders } from './dispatch.ts';
import { epilogue, matrixProduct } from './matrix.ts';

/** Batched matrix products. */
export const gemm: Shaders<'gemm'> = {
  gemm: ({ params, reads, writes }) => {
    const { batch, m, n, k, strideA, strideB, hasBias } = params;
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const a = writer.buffer(reads[0]!);
    const b = writer.buffer(reads[1]!);
    const bias = hasBias ? writer.buffer(reads[2]!) : undefined;
    const out = writer.buffer(writes[0]!);
    const transposeA = params.transposeA === 1;
    const transposeB = params.transposeB === 1;
    const [rowStride, depthStrideA] = transposeA ? [1, m] : [k, 1];
    const [columnStride, depthStrideB] = transposeB ? [k, 1] : [1, n];
    const functions = `
fn rowA(z : u32, row : u32) -> vec4<i32> { return vec4<i32>(i32(${a} + z * ${u(strideA)} + row * ${u(rowStride)})); }
fn depthA(z : u32, k : u32) -> vec4<i32> { return vec4<i32>(i32(k * ${u(depthStrideA)})); }
fn loadA(row : vec4<i32>, depth : vec4<i32>) -> f32 { return fetch(u32(row.x + depth.x)); }
fn columnB(z : u32, column : u32) -> vec4<i32> { return vec4<i32>(i32(${b} + z * ${u(strideB)} + column * ${u(columnStride)})); }
fn depthB(z : u32, k : u32) -> vec4<i32> { return vec4<i32>(i32(k * ${u(depthStrideB)})); }
fn loadB(column : vec4<i32>, depth : vec4<i32>) -> f32 { return fetch(u32(column.x + depth.x)); }`;
    const store = epilogue(params, bias, out, `(z * ${u(m)} + row) * ${u(n)} + column`);
    return matrixProduct(writer, { batch, m, n, k, functions, aAlongK: !transposeA, bAlongK: transposeB, store });
  },
};
