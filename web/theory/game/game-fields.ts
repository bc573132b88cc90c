import type { ObjectiveCard } from '../../../core/spec/catalogue.ts';
import { choice, integer, number } from '../../../core/spec/fields.ts';
import type { Fields, Values } from '../../../core/spec/fields.ts';
import type { DiracGame, DiracRegulariser, DiracUpdate } from '../../../core/theory/dirac.ts';
import { logitLosses } from '../../../core/theory/logit-losses.ts';
import type { LogitLossId } from '../../../core/theory/logit-losses.ts';
import { formatName } from '../../common/format.ts';

/** What is played: the same for both rules that are compared. */
export function gameFields(cards: readonly ObjectiveCard[]): Fields {
  const labels = new Map(cards.filter(({ kind }) => kind === 'objective').map((card) => [card.id, card]));
  const objectives = (Object.keys(logitLosses) as LogitLossId[]).map((id) => {
    const card = labels.get(id);
    return [id, { label: card?.label ?? formatName(id), help: card?.help ?? '' }] as const;
  });
  return {
    game: choice({
      label: 'Game',
      help: 'In the Dirac-GAN the data is one point at 0, the generator’s one sample is at θ, and the discriminator is the line ψx. The bilinear game is its simplest case: one player lowers the product of θ and ψ, the other raises it.',
      default: 'dirac',
      choices: {
        dirac: { label: 'Dirac-GAN', help: 'One point of data, one sample, a discriminator that is a line.' },
        bilinear: { label: 'Bilinear', help: 'The product of θ and ψ, lowered by one player and raised by the other.' },
      },
    }),
    objective: choice({
      label: 'Objective',
      help: 'What the players minimise of the discriminator’s output.',
      default: 'minimax',
      choices: Object.fromEntries(objectives),
      when: { field: 'game', in: ['dirac'] },
    }),
    regulariser: choice({
      label: 'Regulariser',
      help: 'What is added to the discriminator’s loss, or to both.',
      default: 'none',
      choices: {
        none: { label: 'None', help: 'The objective alone.' },
        'gradient-penalty': {
          label: 'Gradient penalty at 0 (R1, R2)',
          help: 'Flattens the discriminator: with one point of data R1 and R2 are the same.',
        },
        'gradient-norm-target': {
          label: 'Gradient norm to a target (WGAN-GP)',
          help: 'Holds the discriminator’s slope at a target, which it must then overshoot from either side.',
        },
        'weight-clip': { label: 'Weight clip', help: 'Puts ψ back between its limits after each move.' },
        'instance-noise': {
          label: 'Instance noise',
          help: 'Blurs data and sample; the expectation, without the draws.',
        },
        consensus: {
          label: 'Consensus',
          help: 'Both players also shorten the vector field itself.',
        },
      },
    }),
    weight: number({
      label: 'Weight γ',
      help: 'How much the regulariser counts. At γ = 1 the gradient penalty is critical: below it turns, above it does not.',
      default: 0.3,
      min: 0,
      max: 4,
      when: { field: 'regulariser', in: ['gradient-penalty', 'gradient-norm-target', 'consensus'] },
    }),
    target: number({
      label: 'Target of the norm',
      help: 'The slope that the discriminator is held at.',
      default: 1,
      min: 0,
      max: 2,
      when: { field: 'regulariser', in: ['gradient-norm-target'] },
    }),
    limit: number({
      label: 'Limit of ψ',
      help: 'The largest size that ψ may have.',
      default: 1,
      min: 0.05,
      max: 2,
      when: { field: 'regulariser', in: ['weight-clip'] },
    }),
    std: number({
      label: 'Standard deviation of the noise',
      help: 'How wide data and sample are blurred.',
      default: 0.7,
      min: 0,
      max: 2,
      when: { field: 'regulariser', in: ['instance-noise'] },
    }),
    stepSize: number({
      label: 'Step size h',
      help: 'How far both players move along the field in one step.',
      default: 0.2,
      min: 0.01,
      max: 1.5,
    }),
    steps: integer({ label: 'Steps', help: 'Length of the game.', default: 500, min: 10, max: 2000 }),
  };
}

/** How the players move. */
export const updateFields: Fields = {
  update: choice({
    label: 'Update rule',
    help: 'In which order, and along what, the players move.',
    default: 'simultaneous',
    choices: {
      simultaneous: { label: 'Simultaneous', help: 'Both at once, along the field.' },
      alternating: { label: 'Alternating', help: 'One after the other: the second answers to the first.' },
      extragradient: { label: 'Extragradient', help: 'Look a step ahead, then move along the field found there.' },
      optimistic: { label: 'Optimistic', help: 'Extragradient with the field of the last step for the look ahead.' },
      unrolled: {
        label: 'Unrolled',
        help: 'The generator answers to the discriminator that would be after some more moves.',
      },
      'gradient-norm': {
        label: 'Gradient norm (Nagarajan, Kolter)',
        help: 'The generator also shortens the discriminator’s gradient.',
      },
    },
  }),
  generatorSteps: integer({
    label: 'Generator moves a step',
    help: 'Moves of the generator in one step; it goes first.',
    default: 1,
    min: 1,
    max: 10,
    when: { field: 'update', in: ['alternating'] },
  }),
  criticSteps: integer({
    label: 'Discriminator moves a step',
    help: 'Moves of the discriminator in one step.',
    default: 1,
    min: 1,
    max: 10,
    when: { field: 'update', in: ['alternating'] },
  }),
  unrollSteps: integer({
    label: 'Unrolled moves',
    help: 'Moves of the discriminator that the generator foresees.',
    default: 1,
    min: 0,
    max: 10,
    when: { field: 'update', in: ['unrolled'] },
  }),
  eta: number({
    label: 'Weight η',
    help: 'How much the generator minds the discriminator’s squared gradient.',
    default: 0.5,
    min: 0,
    max: 4,
    when: { field: 'update', in: ['gradient-norm'] },
  }),
};

/** The game of the values of both tables. */
export function gameOf(values: Values, rule: Values): DiracGame {
  return {
    objective: values['game'] === 'bilinear' ? 'wasserstein' : (values['objective'] as LogitLossId),
    regulariser: regulariserOf(values),
    update: updateOf(rule),
    stepSize: Number(values['stepSize']),
  };
}

function regulariserOf(values: Values): DiracRegulariser {
  const kind = values['regulariser'] as DiracRegulariser['kind'];
  const weight = Number(values['weight']);
  switch (kind) {
    case 'none':
      return { kind };
    case 'gradient-penalty':
    case 'consensus':
      return { kind, weight };
    case 'gradient-norm-target':
      return { kind, weight, target: Number(values['target']) };
    case 'weight-clip':
      return { kind, limit: Number(values['limit']) };
    case 'instance-noise':
      return { kind, std: Number(values['std']) };
  }
}

function updateOf(rule: Values): DiracUpdate {
  const kind = rule['update'] as DiracUpdate['kind'];
  switch (kind) {
    case 'simultaneous':
    case 'extragradient':
    case 'optimistic':
      return { kind };
    case 'alternating':
      return {
        kind,
        generatorSteps: Number(rule['generatorSteps']),
        criticSteps: Number(rule['criticSteps']),
      };
    case 'unrolled':
      return { kind, unrollSteps: Number(rule['unrollSteps']) };
    case 'gradient-norm':
      return { kind, eta: Number(rule['eta']) };
  }
}
