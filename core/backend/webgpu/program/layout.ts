import type { Parameters } from '../../program/instruction.ts';
import { ShaderWriter, f, i, u } from './dispatch.ts';
import type { Shaders } from './dispatch.ts';

const axes = [0, 1, 2, 3, 4, 5] as const;

/** WGSL for the bits of an element that a fill stores. */
const fillBits = (value: number, bytes: number) => (bytes === 1 ? u(value === 0 ? 0 : 1) : `bitcast<u32>(${f(value)})`);

/** Whether the place of an element in out tells its index: every axis steps over all of the axes after it. */
function isNested(p: Parameters<'copy'>): boolean {
  let span = 1;
  for (const axis of [...axes].reverse()) {
    const size = p[`size${axis}`];
    if (size === 1) continue;
    const stride = p[`outStride${axis}`];
    if (stride < span) return false;
    span = stride * (size - 1) + span;
  }
  return true;
}

/** What moves numbers without arithmetic; bits are kept, whatever they mean. */
export const layout: Shaders<'copy' | 'concat' | 'fill' | 'gather' | 'scatterAdd' | 'oneHot'> = {
  copy: ({ params: p, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const from = writer.buffer(reads[0]!);
    const to = writer.buffer(writes[0]!);
    const used = axes.filter((axis) => p[`size${axis}`] !== 1);
    const size = axes.reduce<number>((product, axis) => product * p[`size${axis}`], 1);
    const fill = () => writer.linear(p.outSize, `arena[${to} + i] = ${fillBits(p.fill, p.bytes)};`);
    if (size === 0) return [fill()];
    if (p.fills && isNested(p)) {
      // Every element of out finds out by itself whether it is copied.
      const lines = used.map(
        (axis) => `let n${axis} = rest / ${i(p[`outStride${axis}`])}; rest -= n${axis} * ${i(p[`outStride${axis}`])};
  inside = inside && n${axis} < ${i(p[`size${axis}`])};`,
      );
      const index = used.map((axis) => `n${axis} * ${i(p[`inStride${axis}`])}`);
      return [
        writer.linear(
          p.outSize,
          `var rest = i32(i) - ${i(p.outStart)};
  var inside = rest >= 0;
  ${lines.join('\n  ')}
  var bits = ${fillBits(p.fill, p.bytes)};
  if (inside && rest == 0) { bits = arena[u32(i32(${from}) + ${[i(p.inStart), ...index].join(' + ')})]; }
  arena[${to} + i] = bits;`,
        ),
      ];
    }
    const lines = [...used].reverse().map((axis) => {
      const length = u(p[`size${axis}`]);
      return `let n${axis} = i32(rest % ${length}); rest /= ${length};`;
    });
    const at = (start: number, stride: 'inStride' | 'outStride') =>
      [i(start), ...used.map((axis) => `n${axis} * ${i(p[`${stride}${axis}`])}`)].join(' + ');
    const copy = writer.linear(
      size,
      `var rest = i;
  ${lines.join('\n  ')}
  arena[u32(i32(${to}) + ${at(p.outStart, 'outStride')})] = arena[u32(i32(${from}) + ${at(p.inStart, 'inStride')})];`,
    );
    return p.fills ? [fill(), copy] : [copy];
  },

  concat: ({ params: { outer }, sizes, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const to = writer.buffer(writes[0]!);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    let start = 0;
    const pieces = sizes.map((size, n) => {
      const from = writer.buffer(reads[n]!);
      const piece = `if (at < ${u(start + size)}) { arena[${to} + i] = arena[${from} + row * ${u(size)} + at - ${u(start)}]; }`;
      start += size;
      return piece;
    });
    return [
      writer.linear(
        outer * total,
        `let row = i / ${u(total)};
  let at = i % ${u(total)};
  ${pieces.join('\n  else ')}`,
      ),
    ];
  },

  fill: ({ params: { size, value }, writes }) => {
    const writer = new ShaderWriter<(typeof writes)[number]>();
    const to = writer.buffer(writes[0]!);
    return [writer.linear(size, `arena[${to} + i] = ${fillBits(value, 4)};`)];
  },

  gather: ({ params: { outer, rows, width, count }, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const x = writer.buffer(reads[0]!);
    const indices = writer.buffer(reads[1]!);
    const to = writer.buffer(writes[0]!);
    return [
      writer.linear(
        outer * count * width,
        `let row = arena[${indices} + (i / ${u(width)}) % ${u(count)}];
  let place = ((i / ${u(count * width)}) * ${u(rows)} + row) * ${u(width)} + i % ${u(width)};
  var bits = 0x7fc00000u;
  if (row < ${u(rows)}) { bits = arena[${x} + place]; }
  arena[${to} + i] = bits;`,
      ),
    ];
  },

  // Each sum looks for what belongs to it: floats cannot be added atomically, and the order would change from run to run.
  scatterAdd: ({ params: { segments, count, width }, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const x = writer.buffer(reads[0]!);
    const places = writer.buffer(reads[1]!);
    const to = writer.buffer(writes[0]!);
    return [
      writer.linear(
        segments * width,
        `let segment = i / ${u(width)};
  var sum = 0.0;
  for (var n = 0u; n < ${u(count)}; n++) {
    if (arena[${places} + n] == segment) { sum += fetch(${x} + n * ${u(width)} + i % ${u(width)}); }
  }
  put(${to} + i, sum);`,
      ),
    ];
  },

  oneHot: ({ params: { count, depth, on, off }, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const indices = writer.buffer(reads[0]!);
    const to = writer.buffer(writes[0]!);
    return [
      writer.linear(
        count * depth,
        `put(${to} + i, select(${f(off)}, ${f(on)}, arena[${indices} + i / ${u(depth)}] == i % ${u(depth)}));`,
      ),
    ];
  },
};
