import { UpdateRule, scalarsOfRule, slotsOfRule } from '../../program/operations.ts';
import { ShaderWriter, f, largeWords, u } from './dispatch.ts';
import type { Dispatch, Shaders } from './dispatch.ts';
import { functions } from './functions.ts';
import { reducingThreads, treeMemory, treeOf } from './reduce.ts';

/** Elements of one tensor that a workgroup takes. */
const chunk = 2048;

/** A tensor among many, and the buffers that go with it. */
interface Member<Buffer> {
  readonly size: number;
  readonly buffers: readonly Buffer[];
}

/**
 * One dispatch over many tensors, or a few where their table is too long: each workgroup looks up in it which tensor its
 * chunk belongs to.
 *
 * @param main WGSL for an element: `at(n)` is its place in the n-th buffer of its tensor. @param after of the whole group.
 */
function overMany<Buffer>(
  members: readonly Member<Buffer>[],
  begin: (
    writer: ShaderWriter<Buffer>,
    groups: number,
  ) => { main: string; before?: string; after?: string; functions?: string },
): Dispatch<Buffer>[] {
  const width = 2 + (members[0]?.buffers.length ?? 0);
  const most = Math.floor((largeWords - 16) / width);
  const dispatches: Dispatch<Buffer>[] = [];
  for (let start = 0; start < members.length; start += most) {
    const some = members.slice(start, start + most);
    const writer = new ShaderWriter<Buffer>();
    const groups = some.reduce((sum, { size }) => sum + Math.ceil(size / chunk), 0);
    const { main, before = '', after = '', functions: own = '' } = begin(writer, groups);
    const count = writer.number(some.length);
    const table = writer.next;
    let group = 0;
    for (const { size, buffers } of some) {
      writer.number(group);
      writer.number(size);
      for (const buffer of buffers) writer.buffer(buffer);
      group += Math.ceil(size / chunk);
    }
    dispatches.push(
      writer.grouped(
        groups,
        reducingThreads,
        `// The last tensor that begins at or before this group.
  var low = 0u;
  var high = ${count};
  while (high - low > 1u) {
    let middle = (low + high) / 2u;
    if (word(${u(table)} + middle * ${u(width)}) <= group) { low = middle; } else { high = middle; }
  }
  let entry = ${u(table)} + low * ${u(width)};
  let start = (group - word(entry)) * ${u(chunk)};
  let end = min(start + ${u(chunk)}, word(entry + 1u));
  ${before}
  for (var i = start + thread; i < end; i += ${u(reducingThreads)}) {
    ${main}
  }
  ${after}`,
        own,
      ),
    );
  }
  return dispatches;
}

/** WGSL for the place of element i in the n-th buffer of its tensor. */
const at = (n: number) => `(word(entry + ${u(2 + n)}) + i)`;

/** WGSL of an update: statements from p, g, the slots s0, s1, ... and scalars to `moved`, n0, n1, ... */
function ruleCode(rule: number, a: number, b: number, c: number, scalars: readonly string[]): string {
  const [first, second, third] = scalars;
  switch (rule) {
    case UpdateRule.adam:
      return `let n0 = ${f(a)} * s0 + ${f(1 - Math.fround(a))} * g;
    let n1 = ${f(b)} * s1 + ${f(1 - Math.fround(b))} * g * g;
    let moved = p - ${first} * n0 / (squareRoot(n1) + ${second});`;
    case UpdateRule.rmsprop:
      return `let n0 = ${f(a)} * s0 + ${f(1 - Math.fround(a))} * g * g;
    let moved = p - ${first} * g / (squareRoot(n0) + ${f(c)});`;
    case UpdateRule.rmspropMomentum:
      return `let n0 = ${f(a)} * s0 + ${f(1 - Math.fround(a))} * g * g;
    let n1 = ${f(b)} * s1 + g / (squareRoot(n0) + ${f(c)});
    let moved = p - ${first} * n1;`;
    case UpdateRule.sgd:
      return `let moved = p - ${first} * g;`;
    case UpdateRule.momentum:
      return `let n0 = ${f(a)} * s0 + g;
    let moved = p - ${first} * n0;`;
    case UpdateRule.nesterov:
      return `let n0 = ${f(a)} * s0 + g;
    let moved = p - ${first} * (g + ${f(a)} * n0);`;
    case UpdateRule.optimistic:
      return `let n0 = g;
    let moved = p - ${first} * (g + g - s0);`;
    case UpdateRule.optimisticAdam:
      return `let n0 = ${f(a)} * s0 + ${f(1 - Math.fround(a))} * g;
    let n1 = ${f(b)} * s1 + ${f(1 - Math.fround(b))} * g * g;
    let n2 = ${second} * n0 / (squareRoot(n1) + ${third});
    let moved = p - ${first} * (n2 + n2 - s2);`;
    default:
      throw new Error(`There is no update rule ${rule}.`);
  }
}

/** Buffers `from` of each of so many to a tensor. */
const each = <Buffer>(buffers: readonly Buffer[], from: number, count: number, n: number) =>
  buffers.slice(from + n * count, from + (n + 1) * count);

/** What works on all tensors of a player at once. */
export const updates: Shaders<'optimise' | 'average' | 'norm'> = {
  optimise: ({ params: { rule, a, b, c }, sizes, reads, writes }) => {
    const slots = slotsOfRule[rule]!;
    const members = sizes.map((size, n) => ({
      size,
      buffers: [...each(reads, 1, 2 + slots, n), ...each(writes, 0, 1 + slots, n)],
    }));
    const slot = Array.from({ length: slots }, (_, n) => n);
    return overMany(members, (writer) => {
      const scalars = writer.buffer(reads[0]!);
      const scalar = Array.from({ length: scalarsOfRule[rule]! }, (_, n) => n);
      return {
        functions,
        before: scalar.map((n) => `let scalar${n} = fetch(${scalars} + ${u(n)});`).join(' '),
        main: `let p = fetch(${at(0)});
    let g = fetch(${at(1)});
    ${slot.map((n) => `let s${n} = fetch(${at(2 + n)});`).join('\n    ')}
    ${ruleCode(
      rule,
      a,
      b,
      c,
      scalar.map((n) => `scalar${n}`),
    )}
    put(${at(2 + slots)}, moved);
    ${slot.map((n) => `put(${at(3 + slots + n)}, n${n});`).join('\n    ')}`,
      };
    });
  },

  average: ({ params: { decay }, sizes, reads, writes }) => {
    const members = sizes.map((size, n) => ({ size, buffers: [...each(reads, 0, 2, n), writes[n]!] }));
    return overMany(members, () => ({
      main: `put(${at(2)}, ${f(decay)} * fetch(${at(0)}) + ${f(1 - Math.fround(decay))} * fetch(${at(1)}));`,
    }));
  },

  // Sums of chunks go to scratch memory, a tree of sums is nearer to one in double precision than a running one.
  norm: ({ sizes, reads, writes }) => {
    const members = sizes.map((size, n) => ({ size, buffers: [reads[n]!] }));
    const total = sizes.reduce((sum, size) => sum + Math.ceil(size / chunk), 0);
    const tree = treeOf(1, (a, b) => `${a} + ${b}`);
    let done = 0;
    const partial = overMany(members, (writer, groups) => {
      const scratch = writer.scratch(total);
      const first = writer.number(done);
      done += groups;
      return {
        functions: treeMemory,
        before: 'var value = 0.0;',
        main: `let x = fetch(${at(0)}); value += x * x;`,
        after: `${tree}
  if (thread == 0u && group < ${u(groups)}) { put(${scratch} + ${first} + group, value); }`,
      };
    });
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const scratch = writer.scratch(total);
    const to = writer.buffer(writes[0]!);
    const last = writer.grouped(
      1,
      reducingThreads,
      `var value = 0.0;
  for (var n = thread; n < ${u(total)}; n += ${u(reducingThreads)}) { value += fetch(${scratch} + n); }
  ${tree}
  if (thread == 0u) { put(${to}, squareRoot(value)); }`,
      functions + treeMemory,
    );
    return [...partial, last];
  },
};
