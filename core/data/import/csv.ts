import type { Examples } from './examples.ts';
import type { NamedArray } from './arrays.ts';
import { arrayExamples, flatShape } from './arrays.ts';
import { readCsv } from './csv-table.ts';
import { numberClasses } from './labels.ts';
import type { ImportLimits } from './limits.ts';
import { DataError } from '../data-error.ts';

export interface CsvFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Points or square images from CSV files of one kind, with labels where they have a column of them; see csv-table.ts. A
 * file whose name says `test` is held out.
 * @throws DataError
 */
export function csvExamples(files: readonly CsvFile[], limits: ImportLimits): Examples {
  const tables = files.map(({ name, bytes }) => ({
    name,
    table: readCsv(bytes, name, (values) => flatShape(values) !== undefined, limits),
  }));
  const [first] = tables;
  for (const { name, table } of tables) {
    if ((table.labels === undefined) !== (first!.table.labels === undefined)) {
      throw new DataError(name, 'has labels and others have none, or the other way round');
    }
  }
  const names = tables.flatMap(({ table }) => table.labels ?? []);
  const numbered = names.length > 0 ? numberClasses(names, first!.name, limits) : undefined;
  let done = 0;
  const arrays = tables.map(({ name, table: { rows, columns, values, labels } }): NamedArray => {
    const from = done;
    done += rows;
    return {
      name,
      array: { dimensions: [rows, columns], integer: false, at: (index) => values[index]! },
      ...(labels && {
        labels: { dimensions: [rows], integer: true, at: (index: number) => numbered!.labels[from + index]! },
      }),
    };
  });
  return arrayExamples(arrays, limits, numbered?.classes).examples;
}
