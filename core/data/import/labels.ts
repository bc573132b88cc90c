import { DataError } from '../data-error.ts';
import type { ImportLimits } from './limits.ts';

/** Letters that would show a name as another one: controls, and marks that turn the direction of writing. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const unshown = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A file's or a class's name as it can be shown: of one line, in its own direction, and not without end. */
export function shownName(name: string, most = 120): string {
  const plain = name.replace(unshown, '\ufffd');
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
}

/**
 * Numbers the classes of examples from their names: in the order of numbers where all are numbers, else of code units.
 * @throws DataError for more classes than there may be.
 */
export function numberClasses(
  names: readonly string[],
  file: string,
  limits: ImportLimits,
): { labels: Uint16Array; classes: string[] } {
  const distinct = [...new Set(names)];
  if (distinct.length > limits.classes) {
    throw new DataError(file, `has ${distinct.length} classes, more than ${limits.classes}`);
  }
  const numeric = distinct.every((name) => /^-?\d+(\.\d+)?$/.test(name));
  const classes = distinct.sort(numeric ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1));
  const numbers = new Map(classes.map((name, number) => [name, number]));
  return {
    labels: Uint16Array.from(names, (name) => numbers.get(name)!),
    classes: classes.map((name) => shownName(name, 60)),
  };
}
