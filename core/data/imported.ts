import { integer, text } from '../spec/fields.ts';
import { shapeText } from '../spec/dataset-card.ts';
import { DataError } from './data-error.ts';
import type { Dataset, Split } from './dataset.ts';
import { finiteDataset } from './finite.ts';
import { unit } from './images.ts';
import type { ImportedSet } from './import/imported-set.ts';
import { valuesEach } from './import/imported-set.ts';
import { importLimits } from './import/limits.ts';
import { unpackSet } from './import/packed-set.ts';
import type { DatasetSource } from './source.ts';

const fields = {
  set: text({
    label: 'Set',
    help: 'SHA-256 of the imported set.',
    default: '',
    pattern: '[0-9a-f]{64}',
    example: 'the SHA-256 of an imported set, 64 hexadecimal digits',
  }),
  shape: text({
    label: 'Shape',
    help: 'Shape of one example of the set.',
    default: '28x28x1',
    pattern: '2|([1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-6])x([1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-6])x[13]',
    example: 'a shape such as 28x28x1, at most 256 a side',
  }),
  classes: {
    ...integer({ label: 'Classes', help: 'Classes of the set.', default: 0, min: 0, max: importLimits.classes }),
    hidden: true,
  },
};

/** Name under which the packed bytes of an imported set are read. */
export const importedName = (set: string): string => `imported/${set}`;

/**
 * A set that a person imported, known by the SHA-256 of its packed content. The shape and the classes stand in the spec
 * too, so that it can be checked, and its networks built, without the set.
 */
export const imported: DatasetSource<typeof fields> = {
  card: {
    id: 'imported',
    title: 'Imported set',
    summary: 'A set that you imported on this device.',
    fields,
    shape: [28, 28, 1],
    classes: 0,
    bytes: 0,
    licence: 'Yours, or that of whoever made it',
    source: 'Imported on this device',
  },
  async load({ set, shape, classes }, read) {
    const name = importedName(set);
    const unpacked = unpackSet(await read(name), name);
    if (shapeText(unpacked.shape) !== shape || unpacked.classes.length !== classes) {
      const found = `examples of ${shapeText(unpacked.shape)} in ${unpacked.classes.length} classes`;
      throw new DataError(name, `holds ${found}, where the run has ${shape} in ${classes}`);
    }
    return importedDataset(name, unpacked);
  },
};

/** The examples of a set: those to train with first, then those held out. */
function importedDataset(id: string, { kind, shape, train, test, classes, values, labels }: ImportedSet): Dataset {
  const each = valuesEach(shape);
  const exampleOf = (split: Split, index: number): number => (split === 'train' ? index : train + index);
  return {
    ...finiteDataset({
      id,
      shape,
      classes: classes.length,
      counts: { train, test },
      ...(labels && { labelOf: (split, index) => labels[exampleOf(split, index)]! }),
      draw(split, index, x, at) {
        const [from, to] = [exampleOf(split, index) * each, at * each];
        if (values instanceof Uint8Array) {
          for (let i = 0; i < each; i++) x[to + i] = unit[values[from + i]!]!;
        } else {
          for (let i = 0; i < each; i++) x[to + i] = values[from + i]!;
        }
      },
    }),
    ...(kind === 'points' && { extent: extentOf(values) }),
  };
}

/** Half-width of a square around 0 that holds points, with a margin. */
function extentOf(values: Uint8Array | Float32Array): number {
  let most = 1;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return 1.05 * most;
}
