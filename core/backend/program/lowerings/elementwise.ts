import * as tf from '../../tf.ts';
import type { Chain, ElementType, Load, MicroOperation, MicroStep } from '../chain.ts';
import type { Emitter, Lowering, Lowerings } from '../lowering.ts';
import { operandsOf } from './broadcast.ts';
import type { Operand } from './broadcast.ts';

type Info = tf.TensorInfo;
type Attributes = Readonly<Record<string, unknown>>;

const isFloat = (...infos: readonly Info[]) => infos.every(({ dtype }) => dtype === 'float32');
const isBool = (...infos: readonly Info[]) => infos.every(({ dtype }) => dtype === 'bool');
const sizeOf = (shape: readonly number[]) => tf.util.sizeFromShape([...shape]);

/** Emits a chain of one result for operands of any shapes that broadcast to `shape`. */
function emitChain(
  emitter: Emitter,
  operands: readonly Info[],
  shape: readonly number[],
  dtype: ElementType,
  steps: readonly MicroStep[],
): Info | undefined {
  const read = operandsOf(emitter, operands, shape);
  if (read === undefined) return undefined;
  return finish(emitter, shape, dtype, read, steps);
}

function finish(
  emitter: Emitter,
  shape: readonly number[],
  dtype: ElementType,
  operands: readonly Operand[],
  steps: readonly MicroStep[],
): Info {
  const out = emitter.output(shape, dtype);
  const size = sizeOf(shape);
  if (size > 0) {
    const chain: Chain = {
      size,
      loads: operands.map(({ load }) => load),
      steps,
      stores: [{ register: operands.length + steps.length - 1, dtype }],
    };
    emitter.emit({ op: 'chain', params: {}, chain, writes: [out], reads: operands.map(({ info }) => info) });
  }
  for (const { info, temporary } of operands) if (temporary) emitter.release(info);
  return out;
}

const unary =
  (code: MicroOperation, numbers: (attributes: Attributes) => { p?: number; q?: number } = () => ({})): Lowering =>
  (emitter, { x }, attributes) =>
    isFloat(x!) ? emitChain(emitter, [x!], x!.shape, 'float32', [{ code, a: 0, ...numbers(attributes) }]) : undefined;

const binary =
  (code: MicroOperation, dtype: ElementType = 'float32', accepts = isFloat): Lowering =>
  (emitter, { a, b }) => {
    if (!accepts(a!, b!)) return undefined;
    const shape = tf.broadcast_util.assertAndGetBroadcastShape(a!.shape, b!.shape);
    return emitChain(emitter, [a!, b!], shape, dtype, [{ code, a: 0, b: 1 }]);
  };

const comparison = (code: MicroOperation) => binary(code, 'bool');

const addN: Lowering = (emitter, inputs) => {
  const terms = Object.values(inputs);
  if (!isFloat(...terms)) return undefined;
  const steps = terms.slice(1).map((_, index) => ({
    code: 'add' as const,
    a: index === 0 ? 0 : terms.length + index - 1,
    b: index + 1,
  }));
  if (steps.length === 0) return emitter.view(terms[0]!, terms[0]!.shape);
  return emitChain(emitter, terms, terms[0]!.shape, 'float32', steps);
};

/** A condition of rank 1 chooses whole rows. */
const select: Lowering = (emitter, { condition, t, e }) => {
  if (!isBool(condition!) || !isFloat(t!, e!)) return undefined;
  const { shape } = t!;
  const size = sizeOf(shape);
  const chosen = sizeOf(condition!.shape);
  const whole: Load = { dtype: 'float32', repeat: 1, period: size };
  const operands: Operand[] = [
    { info: condition!, load: { dtype: 'bool', repeat: size / Math.max(1, chosen), period: chosen } },
    { info: t!, load: whole },
    { info: e!, load: whole },
  ];
  return finish(emitter, shape, 'float32', operands, [{ code: 'select', a: 0, b: 1, c: 2 }]);
};

/** The gradient through elu or tanh, from its result y. */
const fromResult =
  (code: 'eluGrad'): Lowering =>
  (emitter, { dy, y }) =>
    isFloat(dy!, y!) ? emitChain(emitter, [dy!, y!], y!.shape, 'float32', [{ code, a: 0, b: 1 }]) : undefined;

const cast: Lowering = (emitter, { x }, { dtype }) => {
  if (dtype === x!.dtype) return emitter.view(x!, x!.shape);
  const types: readonly unknown[] = ['float32', 'int32', 'bool'];
  if (!types.includes(dtype) || !types.includes(x!.dtype)) return undefined;
  return emitChain(emitter, [x!], x!.shape, dtype as ElementType, [{ code: 'identity', a: 0 }]);
};

const not: Lowering = (emitter, { x }) =>
  isBool(x!) ? emitChain(emitter, [x!], x!.shape, 'bool', [{ code: 'not', a: 0 }]) : undefined;

const isNaN: Lowering = (emitter, { x }) =>
  isFloat(x!) ? emitChain(emitter, [x!], x!.shape, 'bool', [{ code: 'isNaN', a: 0 }]) : undefined;

const alpha = ({ alpha: p }: Attributes) => ({ p: p as number });

/** Elementwise kernels as chains of one step. Integer arithmetic is tfjs's own. */
export const elementwise: Lowerings = {
  [tf.Add]: binary('add'),
  [tf.AddN]: addN,
  [tf.Sub]: binary('sub'),
  [tf.Multiply]: binary('mul'),
  [tf.RealDiv]: binary('div'),
  [tf.Maximum]: binary('maximum'),
  [tf.Minimum]: binary('minimum'),
  [tf.SquaredDifference]: binary('squaredDifference'),
  [tf.Less]: comparison('less'),
  [tf.LessEqual]: comparison('lessEqual'),
  [tf.Greater]: comparison('greater'),
  [tf.GreaterEqual]: comparison('greaterEqual'),
  [tf.Equal]: comparison('equal'),
  [tf.NotEqual]: comparison('notEqual'),
  [tf.LogicalAnd]: binary('and', 'bool', isBool),
  [tf.LogicalOr]: binary('or', 'bool', isBool),
  [tf.LogicalNot]: not,
  [tf.Select]: select,
  [tf.EluGrad]: fromResult('eluGrad'),
  [tf.Cast]: cast,
  [tf.IsNan]: isNaN,
  [tf.Neg]: unary('neg'),
  [tf.Abs]: unary('abs'),
  [tf.Square]: unary('square'),
  [tf.Sqrt]: unary('sqrt'),
  [tf.Rsqrt]: unary('rsqrt'),
  [tf.Reciprocal]: unary('reciprocal'),
  [tf.Exp]: unary('exp'),
  [tf.Expm1]: unary('expm1'),
  [tf.Log]: unary('log'),
  [tf.Log1p]: unary('log1p'),
  [tf.Tanh]: unary('tanh'),
  [tf.Sigmoid]: unary('sigmoid'),
  [tf.Softplus]: unary('softplus'),
  [tf.Elu]: unary('elu'),
  [tf.Relu]: unary('relu'),
  [tf.LeakyRelu]: unary('leakyRelu', alpha),
  [tf.Relu6]: unary('clip', () => ({ p: 0, q: 6 })),
  [tf.Step]: unary('step', alpha),
  [tf.ClipByValue]: unary('clip', ({ clipValueMin, clipValueMax }) => ({
    p: clipValueMin as number,
    q: clipValueMax as number,
  })),
  [tf.Sign]: unary('sign'),
  [tf.Floor]: unary('floor'),
  [tf.Ceil]: unary('ceil'),
  [tf.Round]: unary('round'),
  [tf.Sin]: unary('sin'),
  [tf.Cos]: unary('cos'),
};
