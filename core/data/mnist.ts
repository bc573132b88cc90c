import { familyBytes, loadFamily } from './mnist-family.ts';
import type { DatasetSource } from './source.ts';

const fields = {};

/**
 * Handwritten digits, 60,000 to train and 10,000 held out, in their original order.
 * Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998.
 */
export const mnist: DatasetSource<typeof fields> = {
  card: {
    id: 'mnist',
    title: 'MNIST digits',
    summary: '60,000 grey images of handwritten digits, 28 x 28, in ten classes; 10,000 more are held out.',
    fields,
    shape: [28, 28, 1],
    classes: 10,
    turned: 'Mirrored or turned far, a digit is another sign or none, and the label stays.',
    bytes: familyBytes('mnist'),
    licence: 'CC BY-SA 3.0 (LeCun, Cortes)',
    source: 'LeCun et al., Gradient-based learning applied to document recognition, 1998',
  },
  load: (_, read) => loadFamily('mnist', read),
};
