import { Reduction } from '../../program/operations.ts';
import { ShaderWriter, f, u } from './dispatch.ts';
import type { Dispatch, Shaders } from './dispatch.ts';
import { functions } from './functions.ts';

/** Threads of a workgroup that reduces. */
export const reducingThreads = 256;

/** Columns of the results that a workgroup takes where neighbours in memory are of different results. */
const columnsOfGroup = 8;

/** Results of fewer elements than this are reduced by one thread each, if there are enough of them. */
const shortLength = 32;

/** Longer ones are reduced in parts first, unless there are enough results to keep a device busy. */
const longLength = 8192;

/**
 * WGSL that reduces `value`, one of each thread, over the `rows` threads of the same column (thread % columns). All
 * threads must meet it; `value` is then the result in the first `columns` threads.
 */
export function treeOf(columns: number, combine: (a: string, b: string) => string): string {
  const lines = ['shared0[thread] = value;', 'workgroupBarrier();'];
  for (let half = reducingThreads / 2; half >= columns; half /= 2) {
    lines.push(
      `if (thread < ${u(half)}) { shared0[thread] = ${combine('shared0[thread]', `shared0[thread + ${u(half)}]`)}; }`,
    );
    lines.push('workgroupBarrier();');
  }
  lines.push(`value = shared0[thread % ${u(columns)}];`, 'workgroupBarrier();');
  return lines.join('\n  ');
}

export const treeMemory = `var<workgroup> shared0 : array<f32, ${reducingThreads}>;`;

interface Folding {
  readonly start: string;
  readonly combine: (a: string, b: string) => string;
}

function foldingOf(kind: number): Folding {
  if (kind === Reduction.max) return { start: '-infinity()', combine: (a, b) => `larger(${a}, ${b})` };
  if (kind === Reduction.min) return { start: 'infinity()', combine: (a, b) => `smaller(${a}, ${b})` };
  return { start: '0.0', combine: (a, b) => `${a} + ${b}` };
}

interface Reducing {
  readonly folding: Folding;
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
  /** WGSL of where x and out begin. */
  readonly from: string;
  readonly to: string;
  /** WGSL of the result from the sum `value`. */
  readonly result: string;
}

/** Over the middle axis of [outer, length, inner], one dispatch. */
function reduceOnce<Buffer>(writer: ShaderWriter<Buffer>, r: Reducing): Dispatch<Buffer> {
  const { folding, outer, length, inner, from, to } = r;
  const { start, combine } = folding;
  const results = outer * inner;
  if (length <= shortLength || (inner > 1 && results >= 16384)) {
    return writer.linear(
      results,
      `let first = ${from} + (i / ${u(inner)}) * ${u(length * inner)} + i % ${u(inner)};
  var value = ${start};
  for (var n = 0u; n < ${u(length)}; n++) { value = ${combine('value', `fetch(first + n * ${u(inner)})`)}; }
  put(${to} + i, ${r.result});`,
      { functions },
    );
  }
  const columns = inner === 1 ? 1 : columnsOfGroup;
  const across = Math.ceil(inner / columns);
  const rows = reducingThreads / columns;
  return writer.grouped(
    outer * across,
    reducingThreads,
    `let column = (group % ${u(across)}) * ${u(columns)} + thread % ${u(columns)};
  let inside = group < ${u(outer * across)} && column < ${u(inner)};
  let first = ${from} + (group / ${u(across)}) * ${u(length * inner)} + column;
  var value = ${start};
  if (inside) {
    for (var n = thread / ${u(columns)}; n < ${u(length)}; n += ${u(rows)}) {
      value = ${combine('value', `fetch(first + n * ${u(inner)})`)};
    }
  }
  ${treeOf(columns, combine)}
  if (inside && thread < ${u(columns)}) { put(${to} + (group / ${u(across)}) * ${u(inner)} + column, ${r.result}); }`,
    functions + treeMemory,
  );
}

export const reductions: Shaders<'reduce' | 'argReduce' | 'softmax'> = {
  reduce: ({ params, reads, writes }) => {
    const { kind, outer, length, inner } = params;
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const from = writer.buffer(reads[0]!);
    const to = writer.buffer(writes[0]!);
    const folding = foldingOf(kind);
    const result = kind === Reduction.mean ? `value / ${f(length)}` : 'value';
    const whole = { folding, outer, length, inner, from, to, result };
    // Parts must be equal, so that the first dispatch is a reduction of [outer parts, part, inner].
    const parts = outer * inner < 512 && length > longLength ? partsOf(length) : 1;
    if (parts === 1) return [reduceOnce(writer, whole)];
    const scratch = writer.scratch(outer * parts * inner);
    const first = { ...whole, outer: outer * parts, length: length / parts, to: scratch, result: 'value' };
    return [reduceOnce(writer, first), reduceOnce(writer, { ...whole, length: parts, from: scratch })];
  },

  argReduce: ({ params, reads, writes }) => {
    const { kind, outer, length, inner } = params;
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const from = writer.buffer(reads[0]!);
    const to = writer.buffer(writes[0]!);
    return [
      writer.linear(
        outer * inner,
        `let first = ${from} + (i / ${u(inner)}) * ${u(length * inner)} + i % ${u(inner)};
  var best = fetch(first);
  var index = 0u;
  for (var n = 1u; n < ${u(length)}; n++) {
    let value = fetch(first + n * ${u(inner)});
    if (value ${kind === 0 ? '>' : '<'} best && !isNaN(value) && !isNaN(best)) { best = value; index = n; }
  }
  arena[${to} + i] = index;`,
      ),
    ];
  },

  softmax: ({ params: { rows, columns, log }, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const from = writer.buffer(reads[0]!);
    const to = writer.buffer(writes[0]!);
    const value = log ? 'fetch(x + n) - largest - logarithm(sum)' : 'exponential(fetch(x + n) - largest) / sum';
    const at = (row: string) => `let x = ${from} + ${row} * ${u(columns)}; let y = ${to} + ${row} * ${u(columns)};`;
    if (columns <= shortLength) {
      return [
        writer.linear(
          rows,
          `${at('i')}
  var largest = -infinity();
  for (var n = 0u; n < ${u(columns)}; n++) { largest = larger(largest, fetch(x + n)); }
  var sum = 0.0;
  for (var n = 0u; n < ${u(columns)}; n++) { sum += exponential(fetch(x + n) - largest); }
  for (var n = 0u; n < ${u(columns)}; n++) { put(y + n, ${value}); }`,
          { functions },
        ),
      ];
    }
    const over = (body: string) => `if (group < ${u(rows)}) {
    for (var n = thread; n < ${u(columns)}; n += ${u(reducingThreads)}) { ${body} }
  }`;
    return [
      writer.grouped(
        rows,
        reducingThreads,
        `${at('group')}
  var value = -infinity();
  ${over('value = larger(value, fetch(x + n));')}
  ${treeOf(1, (a, b) => `larger(${a}, ${b})`)}
  let largest = value;
  value = 0.0;
  ${over('value += exponential(fetch(x + n) - largest);')}
  ${treeOf(1, (a, b) => `${a} + ${b}`)}
  let sum = value;
  ${over(`put(y + n, ${value});`)}`,
        functions + treeMemory,
      ),
    ];
  },
};

/** The number of equal parts nearest to 128 of at most 256; 1 when there is none but itself. */
function partsOf(length: number): number {
  for (let distance = 0; distance < 128; distance++) {
    if (length % (128 - distance) === 0) return 128 - distance;
    if (length % (128 + distance) === 0) return 128 + distance;
  }
  return 1;
}
