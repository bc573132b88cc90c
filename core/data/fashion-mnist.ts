import { familyBytes, loadFamily } from './mnist-family.ts';
import type { DatasetSource } from './source.ts';

const fields = {};

/**
 * Articles of clothing, 60,000 to train and 10,000 held out, in their original order.
 * Source: Xiao, Rasul, Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms",
 * arXiv:1708.07747.
 */
export const fashionMnist: DatasetSource<typeof fields> = {
  card: {
    id: 'fashion-mnist',
    title: 'Fashion-MNIST',
    summary: '60,000 grey images of clothing, 28 x 28, in ten classes; 10,000 more are held out. Harder than digits.',
    fields,
    shape: [28, 28, 1],
    classes: 10,
    classNames: [
      'T-shirt or top',
      'trousers',
      'pullover',
      'dress',
      'coat',
      'sandal',
      'shirt',
      'sneaker',
      'bag',
      'ankle boot',
    ],
    bytes: familyBytes('fashion-mnist'),
    licence: 'MIT (Zalando SE)',
    source: 'arXiv:1708.07747',
  },
  load: (_, read) => loadFamily('fashion-mnist', read),
};
