import { ShaderWriter, f, u } from './dispatch.ts';
import type { Shaders } from './dispatch.ts';
import { functions } from './functions.ts';
import { reducingThreads, treeMemory, treeOf } from './reduce.ts';

/** Columns that a workgroup takes. */
const columnsOfGroup = 8;

/** Up to this many elements the workgroup that has the statistics also uses them; above, that would leave most idle. */
const smallNorm = 65536;

const sum = (columns: number) => treeOf(columns, (a, b) => `${a} + ${b}`);
const memory = functions + treeMemory;

/** WGSL statements over the elements `at` of a group's columns. */
function overColumns(rows: number, columns: number, body: string): string {
  return `if (inside) {
    for (var row = thread / ${u(columnsOfGroup)}; row < ${u(rows)}; row += ${u(reducingThreads / columnsOfGroup)}) {
      let at = row * ${u(columns)} + column;
      ${body}
    }
  }`;
}

/** WGSL statements over the elements `at` of the group's row. */
function overRow(rows: number, columns: number, channels: number, body: string): string {
  return `if (group < ${u(rows)}) {
    for (var column = thread; column < ${u(columns)}; column += ${u(reducingThreads)}) {
      let at = group * ${u(columns)} + column;
      let channel = column % ${u(channels)};
      ${body}
    }
  }`;
}

const ofColumns = (columns: number) => `let column = group * ${u(columnsOfGroup)} + thread % ${u(columnsOfGroup)};
  let inside = column < ${u(columns)};
  let leads = inside && thread < ${u(columnsOfGroup)};
  var value = 0.0;`;

/** Batch and layer norm, and their gradients. The variance is summed about the mean, in a second pass over the memory. */
export const norms: Shaders<'normForward' | 'normBackward'> = {
  normForward: ({ params: { layer, rows, columns, channels, epsilon }, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const [x, scale, shift] = reads.map((buffer) => writer.buffer(buffer));
    const [out, mean, variance] = writes.map((buffer) => writer.buffer(buffer));
    const use = (m: string, v: string, channel: string) =>
      `put(${out!} + at, (fetch(${x!} + at) - ${m}) * reciprocalOf(squareRoot(${v} + ${f(epsilon)})) * fetch(${scale!} + ${channel}) + fetch(${shift!} + ${channel}));`;
    if (layer) {
      const over = (body: string) => overRow(rows, columns, channels, body);
      return [
        writer.grouped(
          rows,
          reducingThreads,
          `var value = 0.0;
  ${over(`value += fetch(${x!} + at);`)}
  ${sum(1)}
  let mean = value / ${f(columns)};
  value = 0.0;
  ${over(`let d = fetch(${x!} + at) - mean; value += d * d;`)}
  ${sum(1)}
  let variance = value / ${f(columns)};
  ${over(use('mean', 'variance', 'channel'))}
  if (group < ${u(rows)} && thread == 0u) { put(${mean!} + group, mean); put(${variance!} + group, variance); }`,
          memory,
        ),
      ];
    }
    const over = (body: string) => overColumns(rows, columns, body);
    const small = rows * columns <= smallNorm;
    const statistics = writer.grouped(
      Math.ceil(columns / columnsOfGroup),
      reducingThreads,
      `${ofColumns(columns)}
  ${over(`value += fetch(${x!} + at);`)}
  ${sum(columnsOfGroup)}
  let mean = value / ${f(rows)};
  value = 0.0;
  ${over(`let d = fetch(${x!} + at) - mean; value += d * d;`)}
  ${sum(columnsOfGroup)}
  let variance = value / ${f(rows)};
  if (leads) { put(${mean!} + column, mean); put(${variance!} + column, variance); }
  ${small ? over(use('mean', 'variance', 'column')) : ''}`,
      memory,
    );
    if (small) return [statistics];
    const apply = writer.linear(
      rows * columns,
      `let at = i;
  let column = i % ${u(columns)};
  ${use(`fetch(${mean!} + column)`, `fetch(${variance!} + column)`, 'column')}`,
      { functions },
    );
    return [statistics, apply];
  },

  normBackward: ({ params: { layer, rows, columns, channels, epsilon }, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const [dy, x, scale, mean, variance] = reads.map((buffer) => writer.buffer(buffer));
    const [dx, dscale, dshift] = writes.map((buffer) => writer.buffer(buffer));
    const inverse = (of: string) => `reciprocalOf(squareRoot(fetch(${variance!} + ${of}) + ${f(epsilon)}))`;
    const normal = (of: string) => `(fetch(${x!} + at) - fetch(${mean!} + ${of})) * ${inverse(of)}`;
    if (layer) {
      const over = (body: string) =>
        overRow(rows, columns, channels, `let g = fetch(${dy!} + at) * fetch(${scale!} + channel); ${body}`);
      const ofRows = writer.grouped(
        rows,
        reducingThreads,
        `var value = 0.0;
  ${over('value += g;')}
  ${sum(1)}
  let first = value / ${f(columns)};
  value = 0.0;
  ${over(`value += g * ${normal('group')};`)}
  ${sum(1)}
  let second = value / ${f(columns)};
  ${over(`put(${dx!} + at, ${inverse('group')} * (g - first - ${normal('group')} * second));`)}`,
        memory,
      );
      // The rows of [rows, columns] are so many times longer rows of [rows x repeats, channels].
      const repeats = columns / channels;
      const overChannel = (body: string) =>
        overColumns(rows * repeats, channels, `let owner = row / ${u(repeats)}; ${body}`);
      const ofChannels = writer.grouped(
        Math.ceil(channels / columnsOfGroup),
        reducingThreads,
        `${ofColumns(channels)}
  ${overChannel(`value += fetch(${dy!} + at);`)}
  ${sum(columnsOfGroup)}
  if (leads) { put(${dshift!} + column, value); }
  value = 0.0;
  ${overChannel(`value += fetch(${dy!} + at) * ${normal('owner')};`)}
  ${sum(columnsOfGroup)}
  if (leads) { put(${dscale!} + column, value); }`,
        memory,
      );
      return [ofRows, ofChannels];
    }
    const over = (body: string) => overColumns(rows, columns, body);
    const small = rows * columns <= smallNorm;
    const use = (first: string, second: string) =>
      `put(${dx!} + at, fetch(${scale!} + column) * ${inverse('column')} * (fetch(${dy!} + at) - ${first} / ${f(rows)} - ${normal('column')} * ${second} / ${f(rows)}));`;
    const sums = writer.grouped(
      Math.ceil(columns / columnsOfGroup),
      reducingThreads,
      `${ofColumns(columns)}
  ${over(`value += fetch(${dy!} + at);`)}
  ${sum(columnsOfGroup)}
  let first = value;
  value = 0.0;
  ${over(`value += fetch(${dy!} + at) * ${normal('column')};`)}
  ${sum(columnsOfGroup)}
  let second = value;
  if (leads) { put(${dshift!} + column, first); put(${dscale!} + column, second); }
  ${small ? over(use('first', 'second')) : ''}`,
      memory,
    );
    if (small) return [sums];
    const apply = writer.linear(
      rows * columns,
      `let at = i;
  let column = i % ${u(columns)};
  ${use(`fetch(${dshift!} + column)`, `fetch(${dscale!} + column)`)}`,
      { functions },
    );
    return [sums, apply];
  },
};
