import { ShaderWriter, u } from './dispatch.ts';
import type { Shaders } from './dispatch.ts';
import { functions } from './functions.ts';

/** Philox4x32-10 as core/random has it; products of 64 bits from halves of 16. */
const generator = `
fn product(a : u32, b : u32) -> vec2<u32> {
  let al = a & 0xffffu;
  let ah = a >> 16u;
  let bl = b & 0xffffu;
  let bh = b >> 16u;
  let t = ah * bl + ((al * bl) >> 16u);
  let w = al * bh + (t & 0xffffu);
  return vec2<u32>(ah * bh + (t >> 16u) + (w >> 16u), a * b);
}
fn philox(counter : vec4<u32>, key : vec2<u32>) -> vec4<u32> {
  var x = counter;
  var k = key;
  for (var round = 0; round < 10; round++) {
    let p = product(0xd2511f53u, x.x);
    let q = product(0xcd9e8d57u, x.z);
    x = vec4<u32>(q.x ^ x.y ^ k.x, q.y, p.x ^ x.w ^ k.y, p.y);
    k += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
  }
  return x;
}
// Near 1 the logarithm is that of the rest, which has more digits.
fn radius(bits : u32) -> f32 {
  if (bits < 0x80000000u) { return sqrt(-2.0 * log((f32(bits) + 0.5) * 2.3283064365386963e-10)); }
  return sqrt(-2.0 * logarithmOfOnePlus(-(f32(0xffffffffu - bits) + 0.5) * 2.3283064365386963e-10));
}
// Two normal numbers by Box and Muller: radius(a) times cosine and sine of b / 2^32 of a turn.
fn pair(a : u32, b : u32) -> vec2<f32> {
  let quadrant = i32((b + 0x20000000u) >> 30u);
  let angle = f32(bitcast<i32>(b << 2u) >> 2u) * 1.4629180792671596e-9;
  return radius(a) * vec2<f32>(quarterSine(angle, quadrant + 1), quarterSine(angle, quadrant));
}
`;

/** One thread makes the four numbers of a counter. */
export const philox: Shaders<'philox'> = {
  philox: ({ params: { kind, size, seed, stream }, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const step = writer.buffer(reads[0]!);
    const to = writer.buffer(writes[0]!);
    const key = `vec2<u32>(${writer.number(seed >>> 0)}, ${writer.number(stream >>> 0)})`;
    const numbers = kind
      ? 'vec4<f32>(pair(bits.x, bits.y), pair(bits.z, bits.w))'
      : 'vec4<f32>(bits >> vec4<u32>(8u)) * 5.960464477539063e-8';
    return [
      writer.linear(
        Math.ceil(size / 4),
        `let bits = philox(vec4<u32>(i, 0u, arena[${step}], arena[${step} + 1u]), ${key});
  let numbers = ${numbers};
  for (var n = 0u; n < 4u; n++) {
    if (i * 4u + n < ${u(size)}) { put(${to} + i * 4u + n, numbers[n]); }
  }`,
        { functions: functions + generator },
      ),
    ];
  },
};
