import { expect, it } from 'vitest';
import { titleOf } from './chosen-files.ts';

it.each([
  [['pets/cat/1.png', 'pets/dog/2.png'], 'pets'],
  [['digits.npz'], 'digits'],
  [['train.csv.gz'], 'train'],
  [['train-images-idx3-ubyte'], 'train-images'],
  [['.csv'], '.csv'],
  [[], ''],
])('files %j are called %j', (paths, title) => {
  expect(titleOf(paths.map((path) => ({ path, file: new Blob() })))).toBe(title);
});
