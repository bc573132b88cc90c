import type { Chain, ElementType, Load } from '../../program/chain.ts';
import { ShaderWriter, f, u } from './dispatch.ts';
import type { Shaders } from './dispatch.ts';
import { functions, microCode } from './functions.ts';

/** Elementwise chains: one dispatch, registers are WGSL values. */
export const chain: Shaders<'chain'> = {
  chain: ({ chain, reads, writes }) => {
    const writer = new ShaderWriter<(typeof reads)[number]>();
    const from = reads.map((buffer) => writer.buffer(buffer));
    const to = writes.map((buffer) => writer.buffer(buffer));
    const vectors = chain.size % 4 === 0 && chain.loads.every(inVectors);
    const body = functions + bodyOf(chain);
    return vectors
      ? [writer.linear(chain.size / 4, vectorMain(chain, from, to), { functions: body, vectors })]
      : [writer.linear(chain.size, scalarMain(chain, from, to), { functions: body })];
  },
};

/** Whether four consecutive elements of the result meet four consecutive ones of the tensor, or one. */
const inVectors = ({ repeat, period }: Load) => period === 1 || repeat % 4 === 0 || (repeat === 1 && period % 4 === 0);

/** The chain as a function of what it loads; a struct, since there may be several results. */
function bodyOf({ loads, steps, stores }: Chain): string {
  const lines = steps.map(({ code, a, b = a, c = a, p = 0, q = 0 }, index) => {
    const value = microCode[code](`r${a}`, `r${b}`, `r${c}`, f(p), f(q));
    return `  let r${loads.length + index} = ${value};`;
  });
  const results = stores.map(({ register }) => `r${register}`);
  return `
struct Results { ${stores.map((_, index) => `s${index} : f32,`).join(' ')} }
fn compute(${loads.map((_, index) => `r${index} : f32`).join(', ')}) -> Results {
${lines.join('\n')}
  return Results(${results.join(', ')});
}`;
}

/** WGSL from the stored bits to a float, for a scalar or each component of a vector of four. */
const decode = (dtype: ElementType, bits: string, type: 'f32' | 'vec4<f32>') =>
  dtype === 'float32' ? `bitcast<${type}>(${bits})` : `${type}(bitcast<${type.replace('f32', 'i32')}>(${bits}))`;

/** WGSL from a float to the stored bits. A shader's conversion of NaN may be anything. */
function encode(dtype: ElementType, value: string): string {
  if (dtype === 'float32') return `bitcast<u32>(${value})`;
  if (dtype === 'int32') return `bitcast<u32>(i32(select(${value}, 0.0, isNaN(${value}))))`;
  return `select(0u, 1u, ${value} != 0.0 || isNaN(${value}))`;
}

/** WGSL for the element of a tensor that element `index` of the result meets. */
function indexOf({ repeat, period }: Load, index: string, size: number): string {
  const repeated = repeat === 1 ? index : `(${index} / ${u(repeat)})`;
  if (period === 1) return '0u';
  return repeat * period >= size ? repeated : `(${repeated} % ${u(period)})`;
}

function scalarMain({ loads, stores, size }: Chain, from: readonly string[], to: readonly string[]): string {
  const values = loads.map((load, n) => decode(load.dtype, `arena[${from[n]!} + ${indexOf(load, 'i', size)}]`, 'f32'));
  return `let results = compute(${values.join(', ')});
  ${stores.map(({ dtype }, n) => `arena[${to[n]!} + i] = ${encode(dtype, `results.s${n}`)};`).join('\n  ')}`;
}

function vectorMain({ loads, stores, size }: Chain, from: readonly string[], to: readonly string[]): string {
  const lines = loads.map((load, n) => {
    const start = `(${from[n]!} >> 2u)`;
    if (load.period === 1 || load.repeat % 4 === 0) {
      const index = indexOf(load, '(i * 4u)', size);
      const bits = `arena[${start} + (${index} >> 2u)][${index} & 3u]`;
      return `let l${n} = vec4<f32>(${decode(load.dtype, bits, 'f32')});`;
    }
    const index = load.period >= size ? 'i' : `(i % ${u(load.period / 4)})`;
    return `let l${n} = ${decode(load.dtype, `arena[${start} + ${index}]`, 'vec4<f32>')};`;
  });
  for (const lane of 'xyzw') {
    lines.push(`let c${lane} = compute(${loads.map((_, n) => `l${n}.${lane}`).join(', ')});`);
  }
  stores.forEach(({ dtype }, n) => {
    const lanes = [...'xyzw'].map((lane) => encode(dtype, `c${lane}.s${n}`));
    lines.push(`arena[(${to[n]!} >> 2u) + i] = vec4<u32>(${lanes.join(', ')});`);
  });
  return lines.join('\n  ');
}
