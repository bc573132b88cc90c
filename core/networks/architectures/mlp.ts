import * as tf from '../../backend/tf.ts';
import { choice, defaultsOf, integer, number } from '../../spec/fields.ts';
import type { Chosen, ValuesOf } from '../../spec/fields.ts';
import { glorotUniform, heUniform, pytorchUniform } from '../initialisers.ts';
import type { InitialiserRule } from '../initialisers.ts';
import { activation } from '../layers/activation.ts';
import type { Activation } from '../layers/activation.ts';
import { dense } from '../layers/dense.ts';
import { plainLayer } from '../layers/layer.ts';
import type { Layer } from '../layers/layer.ts';
import { maxout } from '../layers/maxout.ts';
import { normalisation } from '../layers/normalisation.ts';
import type { Normalisation } from '../layers/normalisation.ts';
import { flatten, reshape } from '../layers/shape.ts';
import { sequential } from '../sequential.ts';
import { sizeOf } from './architecture.ts';
import type { Architecture } from './architecture.ts';

/** Linear maps of which a maxout unit takes the largest. Lin et al. 2018 (arXiv:1712.04086) use five. */
const PIECES = 5;

const initialisers = { pytorch: pytorchUniform, glorot: glorotUniform, he: heUniform } satisfies Record<
  string,
  InitialiserRule
>;
type InitialiserId = keyof typeof initialisers;

const fields = {
  width: integer({
    label: 'Width',
    help: 'Units in each hidden layer. More can fit finer detail and cost more time a step.',
    default: 128,
    min: 1,
    max: 2048,
    scale: 'log',
  }),
  depth: integer({
    label: 'Hidden layers',
    help: 'Number of hidden layers. 0 leaves a single linear map.',
    default: 2,
    min: 0,
    max: 8,
  }),
  activation: choice<Activation | 'maxout'>({
    label: 'Activation',
    help: 'The nonlinearity after each hidden layer.',
    default: 'relu',
    choices: {
      relu: { label: 'ReLU', help: 'max(x, 0). The usual choice.' },
      leakyRelu: { label: 'Leaky ReLU', help: 'ReLU with slope 0.2 below zero, so that no unit goes silent.' },
      elu: { label: 'ELU', help: 'Smooth below zero: exp(x) - 1.' },
      tanh: { label: 'tanh', help: 'Smooth and bounded by -1 and 1.' },
      sigmoid: { label: 'Sigmoid', help: 'Smooth and bounded by 0 and 1; slow to train when deep.' },
      softplus: { label: 'Softplus', help: 'Smooth ReLU: log(1 + exp(x)).' },
      maxout: {
        label: 'Maxout',
        help: `The largest of ${PIECES} linear maps for each unit: ${PIECES} times the weights, and a strong discriminator.`,
      },
      linear: { label: 'None', help: 'No nonlinearity: the network is a linear map whatever its depth.' },
    },
  }),
  norm: choice<Normalisation>({
    label: 'Normalisation',
    help: 'Rescales the units of each hidden layer before the activation.',
    default: 'none',
    choices: {
      none: { label: 'None', help: 'Leave units as they are.' },
      batch: { label: 'Batch', help: 'Over the batch. It couples examples, which a gradient penalty does not allow.' },
      layer: { label: 'Layer', help: 'Over the units of each example.' },
    },
  }),
  initialiser: choice<InitialiserId>({
    label: 'First weights',
    help: 'The distribution that weights are drawn from before training.',
    default: 'pytorch',
    choices: {
      pytorch: { label: 'As PyTorch', help: 'Uniform, up to one over the root of the inputs; biases too. Small.' },
      glorot: { label: 'Glorot', help: 'Uniform, by inputs and outputs together; biases start at 0. As TensorFlow.' },
      he: { label: 'He', help: 'Uniform, large enough that ReLUs keep the size of signals; biases start at 0.' },
    },
  }),
  inputScale: number({
    label: 'Input scale',
    help: 'What is put in is multiplied by this first. 1 leaves it as it is.',
    default: 1,
    min: 0.001,
    max: 1000,
    scale: 'log',
  }),
};

/** A hidden layer: dense, normalisation, nonlinearity. */
function hiddenLayer(
  inputs: number,
  width: number,
  { activation: kind, norm, initialiser }: Pick<ValuesOf<typeof fields>, 'activation' | 'norm' | 'initialiser'>,
): readonly Layer[] {
  const units = kind === 'maxout' ? width * PIECES : width;
  return [
    dense(inputs, units, initialisers[initialiser]),
    ...normalisation(norm, units),
    kind === 'maxout' ? maxout(PIECES) : activation(kind),
  ];
}

/**
 * Dense layers of one width, starting from PyTorch's defaults unless told. Examples of any shape are flattened on the way in
 * and shaped on the way out; the output is linear.
 */
export const mlp: Architecture = {
  id: 'mlp',
  label: 'Dense layers',
  help: 'A multilayer perceptron: every unit sees every unit of the layer before. Right for points, fine for small images.',
  fields,
  dataRanks: [1, 3],
  objection: () => undefined,
  build: ({ name, from, to, values }) => {
    const chosen = values as ValuesOf<typeof fields>;
    const { width, depth, initialiser, inputScale } = chosen;
    const widths = [sizeOf(from), ...Array.from({ length: depth }, () => width)];
    return sequential(name, [
      ...(from.length > 1 ? [flatten()] : []),
      ...(inputScale === 1 ? [] : [plainLayer('scale', (x) => tf.mul(x, inputScale))]),
      ...widths.slice(1).flatMap((_, index) => hiddenLayer(widths[index]!, width, chosen)),
      dense(widths.at(-1)!, sizeOf(to), initialisers[initialiser]),
      ...(to.length > 1 ? [reshape(to)] : []),
    ]);
  },
};

/** Whether the chosen architecture is dense layers without anything between them: an affine map. */
export function isAffine({ kind, ...values }: Chosen): boolean {
  const { depth, activation: nonlinearity, norm } = { ...defaultsOf(fields), ...values } as ValuesOf<typeof fields>;
  return kind === mlp.id && (depth === 0 || (nonlinearity === 'linear' && norm === 'none'));
}
