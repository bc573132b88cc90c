import type { Dataset } from '../../core/data/dataset.ts';

/** A classifier that ships with the app. */
interface Classifier {
  readonly id: string;
  /** Of its file under `data/`. */
  readonly sha256: string;
}

const mnist: Classifier = {
  id: 'lenet84-mnist',
  sha256: '11d5b01e21174fefa5a65dee883918c9a7ac56b3ede2babef14abb5fe6af6641',
};

/** By the id of the dataset whose images, or whose channels, it was trained on. `recipe/main.ts` makes the files. */
const classifiers: Readonly<Record<string, Classifier>> = {
  mnist,
  'fashion-mnist': {
    id: 'lenet84-fashion-mnist',
    sha256: '7a4f6c75368b6e30bd7d597798d329e9b221110ce81aba97ac8b17c59d7ca891',
  },
  'stacked-mnist': mnist,
};

/** The classifier trained on a dataset, if there is one. */
export function classifierOf({ id }: Pick<Dataset, 'id'>): Classifier | undefined {
  return classifiers[id];
}

/** Whether there is a classifier of whole examples. */
export function hasClassifier(dataset: Dataset): boolean {
  return classifierOf(dataset) !== undefined && dataset.digits === undefined;
}
