import type { InstructionOf } from '../../program/instruction.ts';
import type { Operation } from '../../program/operations.ts';

/**
 * One dispatch of a compute shader. All tensors of a program lie in one storage buffer, the arena, in elements of four
 * bytes (bool too); a shader finds them by the words it is given, so that dispatches of one shape share a pipeline.
 */
export interface Dispatch<Buffer> {
  /** WGSL; also what the pipeline is known by. */
  readonly code: string;
  readonly groups: readonly [x: number, y: number, z: number];
  /** What the shader is told: numbers, and where tensors begin in the arena, in elements. Word 0 is not among them. */
  readonly words: readonly Word<Buffer>[];
  /** Elements of the arena that it needs besides, up to the end of its instruction. */
  readonly scratch: number;
}

export type Word<Buffer> = number | { readonly buffer: Buffer } | 'scratch';

/** Dispatches of an instruction, in order. */
export type Shaders<O extends Operation> = {
  readonly [K in O]: <Buffer>(instruction: InstructionOf<K, Buffer>) => readonly Dispatch<Buffer>[];
};

/** Threads of a workgroup of `linear`. */
const linearThreads = 128;

/** Workgroups in x before a second row of them is begun: a device need not take more. */
const rowOfGroups = 65535;

/** Words that fit the small binding; see `Pipelines`. */
export const smallWords = 64;
export const largeWords = 4096;

/** Gathers the words of a dispatch while its code is written. */
export class ShaderWriter<Buffer> {
  readonly #words: Word<Buffer>[] = [];
  #scratch = 0;

  /** WGSL for where the tensor begins. */
  buffer(buffer: Buffer): string {
    return this.number({ buffer });
  }

  /** WGSL for where memory of `elements` begins. */
  scratch(elements: number): string {
    this.#scratch = elements;
    return this.number('scratch');
  }

  number(word: Word<Buffer>): string {
    this.#words.push(word);
    return wordAt(this.#words.length);
  }

  /** Number of the word that the next call will add. */
  get next(): number {
    return this.#words.length + 1;
  }

  /**
   * A shader of one thread for each of `size` elements.
   * @param main statements that may use `i`, below size.
   */
  linear(size: number, main: string, { functions = '', vectors = false } = {}): Dispatch<Buffer> {
    const groups = Math.ceil(size / linearThreads);
    const code = `${functions}
@compute @workgroup_size(${linearThreads}) fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  let i = id.x + id.y * ${u(rowOfGroups * linearThreads)};
  if (i >= ${u(size)}) { return; }
  ${main}
}`;
    const rows = Math.ceil(groups / rowOfGroups);
    return this.dispatch(code, [Math.min(groups, rowOfGroups), rows, 1], { vectors });
  }

  /**
   * A shader whose workgroups of `threads` work together.
   * @param main statements that may use `group` (below groups, but see there) and `thread`. The last row of groups
   * may have some too many, which must not keep the others from meeting at barriers: `group >= groups` tells them.
   */
  grouped(groups: number, threads: number, main: string, functions = ''): Dispatch<Buffer> {
    const code = `${functions}
@compute @workgroup_size(${threads}) fn main(@builtin(workgroup_id) groupAt : vec3<u32>, @builtin(local_invocation_index) thread : u32) {
  let group = groupAt.x + groupAt.y * ${u(rowOfGroups)};
  ${main}
}`;
    return this.dispatch(code, [Math.min(groups, rowOfGroups), Math.ceil(groups / rowOfGroups), 1]);
  }

  dispatch(code: string, groups: readonly [number, number, number], { vectors = false } = {}): Dispatch<Buffer> {
    const capacity = this.#words.length < smallWords ? smallWords : largeWords;
    if (this.#words.length >= largeWords) throw new Error(`A shader takes ${this.#words.length} words.`);
    return { code: prelude(capacity, vectors) + code, groups, words: this.#words, scratch: this.#scratch };
  }
}

/** WGSL for a word by its number; word 0 holds the bits of infinity. */
const wordAt = (n: number) => `words[${n >> 2}].${'xyzw'[n & 3]!}`;

/** Binds the arena by elements, or by vectors of four. */
const prelude = (capacity: number, vectors: boolean) => `
@group(0) @binding(0) var<storage, read_write> arena : array<${vectors ? 'vec4<u32>' : 'u32'}>;
@group(0) @binding(1) var<uniform> words : array<vec4<u32>, ${capacity / 4}>;
fn word(n : u32) -> u32 { return words[n >> 2u][n & 3u]; }
fn infinity() -> f32 { return bitcast<f32>(words[0].x); }
fn notANumber() -> f32 { return bitcast<f32>(words[0].x | 0x400000u); }
fn isNaN(x : f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }
${
  vectors
    ? `fn fetch4(at : u32) -> vec4<f32> { return bitcast<vec4<f32>>(arena[at]); }
fn put4(at : u32, value : vec4<f32>) { arena[at] = bitcast<vec4<u32>>(value); }`
    : `fn fetch(at : u32) -> f32 { return bitcast<f32>(arena[at]); }
fn put(at : u32, value : f32) { arena[at] = bitcast<u32>(value); }`
}
`;

/** WGSL for an unsigned number. */
export const u = (value: number) => `${value}u`;

/** WGSL for a signed number. */
export const i = (value: number) => `(${value}i)`;

/** WGSL for a single-precision number; not a constant where it is not finite. */
export function f(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return 'notANumber()';
  if (!Number.isFinite(single)) return single > 0 ? 'infinity()' : '(-infinity())';
  return Object.is(single, -0) ? '(-0f)' : `(${single}f)`;
}
