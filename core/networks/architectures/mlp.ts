import { choice, integer } from '../../spec/fields.ts';
import type { ValuesOf } from '../../spec/fields.ts';
import { pytorchUniform } from '../initialisers.ts';
import { activation } from '../layers/activation.ts';
import type { Activation } from '../layers/activation.ts';
import { dense } from '../layers/dense.ts';
import type { Layer } from '../layers/layer.ts';
import { normalisation } from '../layers/normalisation.ts';
import type { Normalisation } from '../layers/normalisation.ts';
import { flatten, reshape } from '../layers/shape.ts';
import { sequential } from '../sequential.ts';
import { sizeOf } from './architecture.ts';
import type { Architecture } from './architecture.ts';

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
  activation: choice<Activation>({
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
};

/**
 * Dense layers of one width, starting from PyTorch's defaults. Examples of any shape are flattened on the way in
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
    const { width, depth, activation: nonlinearity, norm } = values as ValuesOf<typeof fields>;
    const widths = [sizeOf(from), ...Array.from({ length: depth }, () => width)];
    const hidden = widths
      .slice(1)
      .flatMap((outputs, index): Layer[] => [
        dense(widths[index]!, outputs, pytorchUniform),
        ...normalisation(norm, outputs),
        activation(nonlinearity),
      ]);
    return sequential(name, [
      ...(from.length > 1 ? [flatten()] : []),
      ...hidden,
      dense(widths.at(-1)!, sizeOf(to), pytorchUniform),
      ...(to.length > 1 ? [reshape(to)] : []),
    ]);
  },
};
