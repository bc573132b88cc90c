import { mostPoints } from '../spec/point-list.ts';

/** Half-width of the square that points are scaled to fit. */
const halfWidth = 2;
/** Largest file, in characters: 200,000 lines of two long numbers. */
const longest = 8 * 2 ** 20;

/** A text that holds no points; the message says what is wrong and in which line. */
export class PointsCsvError extends Error {
  override readonly name = 'PointsCsvError';

  /** @param line from 1; undefined where the fault is the file's as a whole. */
  constructor(
    readonly fault: string,
    readonly line?: number,
  ) {
    super(line === undefined ? `The file ${fault}.` : `Line ${line} ${fault}.`);
  }
}

export interface CsvPoints {
  /** `[kept, 2]`, scaled to fit the square from -2 to 2 in both directions, centred there. */
  readonly points: Float64Array;
  /** Points in the file. */
  readonly total: number;
  /** How the file's coordinates became these: `(value - centre) * scale`. */
  readonly centre: readonly [x: number, y: number];
  readonly scale: number;
}

/**
 * Points from text with one a line, in two columns parted by commas, semicolons or tabs. A first line that holds no
 * numbers names the columns: those called x and y are taken, else the first two. Where semicolons or tabs part the
 * columns, a decimal comma is a decimal point. Empty lines and lines that begin with # are passed over. Of more than
 * `most` points as many are kept, evenly over the file.
 *
 * @throws PointsCsvError
 */
export function parsePointsCsv(text: string, most = mostPoints): CsvPoints {
  if (text.length > longest) throw new PointsCsvError(`is larger than ${longest / 2 ** 20} MiB`);
  const rows = linesOf(text);
  const [first] = rows;
  if (!first) throw new PointsCsvError('holds no points');
  const delimiter = delimiterOf(first.text);
  const head = cellsOf(first.text, delimiter);
  const named = head.every((cell) => Number.isNaN(numberOf(cell, delimiter)));
  const columns = named ? columnsOf(head, first.number) : ([0, 1] as const);
  const values = rows.slice(named ? 1 : 0).flatMap(({ text: line, number }) => {
    const cells = cellsOf(line, delimiter);
    return columns.map((column) => coordinate(cells, column, { number, delimiter }));
  });
  if (values.length === 0) throw new PointsCsvError('names its columns but holds no points');
  return fitted(thinned(values, most), values.length / 2);
}

interface Line {
  readonly text: string;
  /** From 1, as an editor counts. */
  readonly number: number;
}

function linesOf(text: string): Line[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ text: line.trim(), number: index + 1 }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'));
}

/** The first of tab, semicolon and comma that the line has: a comma may be a decimal point, the others may not. */
function delimiterOf(line: string): string {
  return ['\t', ';', ','].find((candidate) => line.includes(candidate)) ?? ',';
}

function cellsOf(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((cell) =>
    cell
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2')
      .trim(),
  );
}

/** NaN for what is no number in decimal notation, an empty cell too. */
function numberOf(cell: string, delimiter: string): number {
  const text = delimiter === ',' ? cell : cell.replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
}

function columnsOf(head: readonly string[], line: number): readonly [x: number, y: number] {
  const names = head.map((name) => name.toLowerCase());
  const [x, y] = [names.indexOf('x'), names.indexOf('y')];
  if (x >= 0 && y >= 0) return [x, y];
  if (head.length < 2) throw new PointsCsvError('names one column: points have two coordinates', line);
  return [0, 1];
}

function coordinate(
  cells: readonly string[],
  column: number,
  { number, delimiter }: { number: number; delimiter: string },
): number {
  const cell = cells[column];
  if (cell === undefined) throw new PointsCsvError(`has ${cells.length} of the ${column + 1} columns needed`, number);
  const value = numberOf(cell, delimiter);
  if (Number.isFinite(value)) return value;
  const shown = cell.length > 20 ? `${cell.slice(0, 20)}…` : cell;
  throw new PointsCsvError(`has ${cell === '' ? 'nothing' : `“${shown}”`} where a number should be`, number);
}

/** At most `most` of the points, at even distances in the file. */
function thinned(values: readonly number[], most: number): Float64Array {
  const total = values.length / 2;
  const kept = Math.min(total, most);
  return Float64Array.from({ length: 2 * kept }, (_, i) => {
    const point = Math.floor((Math.floor(i / 2) * total) / kept);
    return values[2 * point + (i % 2)]!;
  });
}

/** The points moved and scaled to fit the square; one place alone is only moved. */
function fitted(points: Float64Array, total: number): CsvPoints {
  const range = (offset: number): [number, number] => {
    let [low, high] = [Infinity, -Infinity];
    for (let i = offset; i < points.length; i += 2) {
      low = Math.min(low, points[i]!);
      high = Math.max(high, points[i]!);
    }
    return [low, high];
  };
  const ranges = [range(0), range(1)] as const;
  // Halves first: the sum of two of the largest numbers would be infinite.
  const middle = ([low, high]: readonly [number, number]): number => low / 2 + high / 2;
  const centre = [middle(ranges[0]), middle(ranges[1])] as const;
  const reach = Math.max(...ranges.map(([low, high]) => high / 2 - low / 2));
  const scale = halfWidth / reach;
  const usable = Number.isFinite(scale) && scale > 0 ? scale : 1;
  return { points: points.map((value, i) => (value - centre[i % 2]!) * usable), total, centre, scale: usable };
}
