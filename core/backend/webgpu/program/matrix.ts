import { f, u } from './dispatch.ts';
import type { Dispatch, ShaderWriter } from './dispatch.ts';

/**
 * A product of matrices, of which any convolution is one once its operands are looked up as matrices: for every z below
 * batch and row below m, column below n, the sum over k.
 */
export interface MatrixProblem {
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /**
   * WGSL functions `rowA(z, row) -> vec4<i32>`, `depthA(z, k) -> vec4<i32>`, `loadA(row, depth) -> f32` of what these
   * two return, and `columnB`, `depthB`, `loadB` alike; all arguments within the matrices, z, row, k: u32.
   */
  readonly functions: string;
  /** Whether neighbours along k, rather than along the rows or columns, are neighbours in memory. */
  readonly aAlongK: boolean;
  readonly bAlongK: boolean;
  /** WGSL statements of `fn store(z : u32, row : u32, column : u32, sum : f32)`. */
  readonly store: string;
}

/** Length of a tile along k: few enough elements to load for each thread that a shader stays short. */
const depthOf = (threads: number) => (threads >= 256 ? 16 : 8);

/** Below this many workgroups most of a device is idle, and a long sum is worth dividing. */
const enoughGroups = 64;

/** The shortest part of a divided sum. */
const shortestPart = 256;

/**
 * Tiles in workgroup memory, four by four results a thread. Threads are spread so that neighbours read and write
 * neighbours. A long sum with few results is divided into parts, which a second dispatch adds up in order, so that results
 * do not vary from run to run.
 */
export function matrixProduct<Buffer>(writer: ShaderWriter<Buffer>, problem: MatrixProblem): Dispatch<Buffer>[] {
  const { batch, m, n, k } = problem;
  const [tx, ty] = threadsOf(problem);
  const columns = Math.ceil(n / (4 * tx));
  const rows = Math.ceil(m / (4 * ty));
  const groups = columns * rows * batch;
  const wanted = groups < enoughGroups ? Math.ceil(enoughGroups / groups) : 1;
  const parts = Math.max(1, Math.min(wanted, Math.floor(k / shortestPart)));
  const part = Math.ceil(k / parts / 16) * 16;
  const store = `fn store(z : u32, row : u32, column : u32, sum : f32) { ${problem.store} }`;
  if (parts === 1) {
    return [writer.dispatch(store + tiles(problem, tx, ty, k, 1), [columns, rows, batch])];
  }
  const size = batch * m * n;
  const scratch = writer.scratch(parts * size);
  const keep = `fn store(z : u32, row : u32, column : u32, sum : f32) {
  put(${scratch} + (z * ${u(m)} + row) * ${u(n)} + column, sum);
}`;
  const first = writer.dispatch(keep + tiles(problem, tx, ty, part, parts), [columns, rows, batch * parts]);
  const second = writer.linear(
    size,
    `var sum = 0.0;
  for (var part = 0u; part < ${u(parts)}; part++) { sum += fetch(${scratch} + part * ${u(size)} + i); }
  store(i / ${u(m * n)}, (i / ${u(n)}) % ${u(m)}, i % ${u(n)}, sum);`,
    // What a result is stored by may need to know where it belongs.
    { functions: problem.functions + store },
  );
  return [first, second];
}

/** Threads of a workgroup across and down: 64 x 64 results, or less for small matrices. */
function threadsOf({ batch, m, n }: MatrixProblem): readonly [x: number, y: number] {
  if (n <= 16) return [4, 16];
  if (m <= 16) return [16, 4];
  const large = Math.ceil(m / 64) * Math.ceil(n / 64) * batch;
  return large >= enoughGroups ? [16, 16] : [8, 8];
}

/** A tile's element that thread `thread` loads as its e-th: place along k, and along the rows or columns. */
interface Loading {
  readonly k: (e: number) => string;
  readonly along: (e: number) => string;
  readonly stride: number;
}

function loading(alongK: boolean, length: number, threads: number): Loading {
  const depth = depthOf(threads);
  // One more than the length of a row, so that neighbours along k are in different banks of the memory.
  if (alongK) {
    const step = threads / depth;
    return {
      k: () => `(thread % ${depth}u)`,
      along: (e) => `(thread / ${depth}u + ${u(e * step)})`,
      stride: length + 1,
    };
  }
  const step = threads / length;
  return {
    k: (e) => `(thread / ${u(length)} + ${u(e * step)})`,
    along: () => `(thread % ${u(length)})`,
    stride: length,
  };
}

function tiles(problem: MatrixProblem, tx: number, ty: number, part: number, parts: number): string {
  const { batch, m, n, k, functions } = problem;
  const threads = tx * ty;
  const depth = depthOf(threads);
  const a = loading(problem.aAlongK, 4 * ty, threads);
  const b = loading(problem.bAlongK, 4 * tx, threads);
  const elements = (length: number) => Array.from({ length: (length * depth) / threads }, (_, e) => e);
  const four = [0, 1, 2, 3];

  const prepare = [
    ...elements(4 * ty).map(
      (e) => `let rowA${e} = row0 + ${a.along(e)}; let atA${e} = rowA(source, min(rowA${e}, ${u(m - 1)}));`,
    ),
    ...elements(4 * tx).map(
      (e) => `let columnB${e} = column0 + ${b.along(e)}; let atB${e} = columnB(source, min(columnB${e}, ${u(n - 1)}));`,
    ),
    ...four.flatMap((r) => four.map((c) => `var sum${r}${c} = 0.0;`)),
  ];
  const load = (name: 'A' | 'B', { k: kOf, along, stride }: Loading, e: number) => {
    const side = name === 'A' ? `rowA${e} < ${u(m)}` : `columnB${e} < ${u(n)}`;
    return `{
      let k = k0 + ${kOf(e)};
      var value = 0.0;
      if (k < last && ${side}) { value = load${name}(at${name}${e}, depth${name}(source, k)); }
      tile${name}[${kOf(e)} * ${u(stride)} + ${along(e)}] = value;
    }`;
  };
  const multiply = [
    ...four.map((r) => `let a${r} = tileA[k * ${u(a.stride)} + y + ${u(r * ty)}];`),
    ...four.map((c) => `let b${c} = tileB[k * ${u(b.stride)} + x + ${u(c * tx)}];`),
    ...four.flatMap((r) => four.map((c) => `sum${r}${c} += a${r} * b${c};`)),
  ];
  const write = four.flatMap((r) =>
    four.map((c) => {
      const row = `row0 + y + ${u(r * ty)}`;
      const column = `column0 + x + ${u(c * tx)}`;
      return `if (${row} < ${u(m)} && ${column} < ${u(n)}) { store(group.z, ${row}, ${column}, sum${r}${c}); }`;
    }),
  );
  return `
${functions}
var<workgroup> tileA : array<f32, ${depth * a.stride}>;
var<workgroup> tileB : array<f32, ${depth * b.stride}>;
@compute @workgroup_size(${threads}) fn main(@builtin(workgroup_id) group : vec3<u32>, @builtin(local_invocation_index) thread : u32) {
  let x = thread % ${u(tx)};
  let y = thread / ${u(tx)};
  let column0 = group.x * ${u(4 * tx)};
  let row0 = group.y * ${u(4 * ty)};
  let source = group.z % ${u(batch)};
  let first = ${parts === 1 ? '0u' : `group.z / ${u(batch)} * ${u(part)}`};
  let last = min(first + ${u(part)}, ${u(k)});
  ${prepare.join('\n  ')}
  for (var step = 0u; step < ${u(Math.ceil(part / depth))}; step++) {
    let k0 = first + step * ${depth}u;
    ${elements(4 * ty)
      .map((e) => load('A', a, e))
      .join('\n    ')}
    ${elements(4 * tx)
      .map((e) => load('B', b, e))
      .join('\n    ')}
    workgroupBarrier();
    for (var k = 0u; k < ${depth}u; k++) {
      ${multiply.join('\n      ')}
    }
    workgroupBarrier();
  }
  ${write.join('\n  ')}
}`;
}

/** WGSL that puts `sum`, after bias and activation, at the element `at`. */
export function epilogue(
  { activation, alpha }: { readonly activation: number; readonly alpha: number },
  bias: string | undefined,
  out: string,
  at: string,
): string {
  const biased = bias === undefined ? 'sum' : `sum + fetch(${bias} + column)`;
  const below = activation === 1 ? '0.0' : `${f(alpha)} * value`;
  const result = activation === 0 ? 'value' : `select(value, ${below}, value < 0.0)`;
  return `let value = ${biased};
  put(${out} + ${at}, ${result});`;
}
