import { DataError } from '../data-error.ts';
import type { ImportLimits } from './limits.ts';

/** A text of rows and columns: numbers, and one column of labels where there is one. */
export interface CsvTable {
  readonly rows: number;
  /** Columns of numbers. */
  readonly columns: number;
  /** `[rows, columns]`. */
  readonly values: Float32Array;
  readonly labels?: readonly string[];
}

const comma = 0x2c;
const semicolon = 0x3b;
const tab = 0x09;
const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const hash = 0x23;
const quotes = [0x22, 0x27];

const longestLine = 2 ** 21;
const labelNames = ['label', 'labels', 'class', 'target', 'category', 'species'];

/**
 * Reads a table of numbers from text with one row a line, parted by commas, semicolons or tabs. A first line without a
 * number names the columns; one called label, class, target, category or species holds labels, which may be words, else
 * the only one with words in the next line does. Where columns are called x and y, those are read and no others. Without names the label is what is left of a row of
 * two coordinates or of a square image: the last of three columns, else the first, as in MNIST's CSV files. Where
 * semicolons or tabs part the columns a decimal comma is a decimal point. Empty lines, and lines that begin with #, are passed over.
 *
 * @param isImage whether so many numbers make an image.
 * @throws DataError that names the line.
 */
export function readCsv(
  bytes: Uint8Array,
  file: string,
  isImage: (values: number) => boolean,
  limits: ImportLimits,
): CsvTable {
  const text = new Lines(bytes, file);
  const first = text.next();
  if (!first) throw new DataError(file, 'holds no rows');
  const delimiter =
    [tab, semicolon].find((candidate) => bytes.subarray(first.start, first.end).includes(candidate)) ?? comma;
  const head = new Cells(bytes, delimiter).texts(first);
  const named = head.every((cell) => Number.isNaN(numberOf(cell, delimiter)));
  const layout = named
    ? namedLayout(head, wordsBelow(text, bytes, delimiter), isImage, file, first.number)
    : plainLayout(head, delimiter, isImage, file, first.number);
  if (!named) text.back(first);
  const from = text.position;
  let rows = 0;
  while (text.next()) rows++;
  if (rows === 0) throw new DataError(file, 'names its columns but holds no rows');
  const columns = layout.columns.length;
  // A cell takes two bytes at least, so that this is bounded by the file too.
  if (rows * columns > Math.min(limits.setBytes / 4, bytes.length)) {
    throw new DataError(
      file,
      `holds ${rows} rows of ${columns} numbers, more than can be read, or rows that are cut short`,
    );
  }
  text.position = from;
  text.number = named ? first.number : first.number - 1;
  const values = new Float32Array(rows * columns);
  const labels: string[] = [];
  const cells = new Cells(bytes, delimiter);
  for (let row = 0; row < rows; row++) {
    const line = text.next()!;
    const found = cells.split(line);
    if (found < layout.least)
      throw new DataError(file, `has ${found} of the ${layout.least} columns needed in line ${line.number}`);
    for (let column = 0; column < columns; column++) {
      const value = cells.number(layout.columns[column]!);
      if (!Number.isFinite(value)) {
        const cell = cells.text(layout.columns[column]!).slice(0, 20);
        throw new DataError(
          file,
          `has ${cell === '' ? 'nothing' : `“${cell}”`} where a number should be in line ${line.number}`,
        );
      }
      values[row * columns + column] = value;
    }
    if (layout.label !== undefined) labels.push(cells.text(layout.label).slice(0, limits.nameBytes));
  }
  return { rows, columns, values, ...(layout.label !== undefined && { labels }) };
}

interface Layout {
  readonly columns: readonly number[];
  readonly label?: number;
  /** Columns that a row must have. */
  readonly least: number;
}

function layoutOf(columns: readonly number[], label: number | undefined): Layout {
  const least = columns.reduce((most, column) => Math.max(most, column), label ?? 0) + 1;
  return { columns, least, ...(label !== undefined && { label }) };
}

/** The columns of the next line that hold words; the line is left to be read. */
function wordsBelow(text: Lines, bytes: Uint8Array, delimiter: number): number[] {
  const { position, number } = text;
  const line = text.next();
  text.position = position;
  text.number = number;
  if (!line) return [];
  const cells = new Cells(bytes, delimiter).texts(line);
  return cells.flatMap((cell, column) => (cell !== '' && Number.isNaN(numberOf(cell, delimiter)) ? [column] : []));
}

function namedLayout(
  head: readonly string[],
  words: readonly number[],
  isImage: (values: number) => boolean,
  file: string,
  line: number,
): Layout {
  const names = head.map((name) => name.toLowerCase());
  const found = names.findIndex((name) => labelNames.includes(name));
  const label = found >= 0 ? found : words.length === 1 ? words[0] : undefined;
  const [x, y] = [names.indexOf('x'), names.indexOf('y')];
  if (x >= 0 && y >= 0) return layoutOf([x, y], label);
  const rest = names.flatMap((_, column) => (column === label ? [] : [column]));
  if (rest.length === 2 || isImage(rest.length)) return layoutOf(rest, label);
  if (label === undefined && rest.length === 3) return layoutOf([0, 1], 2);
  throw new DataError(
    file,
    `names ${rest.length} columns of numbers in line ${line}, which are neither points nor square images`,
  );
}

function plainLayout(
  head: readonly string[],
  delimiter: number,
  isImage: (values: number) => boolean,
  file: string,
  line: number,
): Layout {
  const indices = head.map((_, column) => column);
  const isNumber = (column: number): boolean => !Number.isNaN(numberOf(head[column]!, delimiter));
  const { length } = head;
  if (length === 2 || isImage(length)) return layoutOf(indices, undefined);
  if (length === 3) return isNumber(0) ? layoutOf([0, 1], 2) : layoutOf([1, 2], 0);
  if (isImage(length - 1)) {
    return isNumber(0) && !isNumber(length - 1)
      ? layoutOf(indices.slice(0, -1), length - 1)
      : layoutOf(indices.slice(1), 0);
  }
  throw new DataError(file, `has ${length} columns in line ${line}, which are neither points nor square images`);
}

/** NaN for what is no number in decimal notation, an empty cell too. */
function numberOf(cell: string, delimiter: number): number {
  const text = delimiter === comma ? cell : cell.replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
}

interface Line {
  readonly start: number;
  readonly end: number;
  /** From 1, as an editor counts. */
  readonly number: number;
}

/** Steps through the lines of a text that say something. */
class Lines {
  readonly #bytes: Uint8Array;
  readonly #file: string;
  position: number;
  number = 0;

  constructor(bytes: Uint8Array, file: string) {
    this.#bytes = bytes;
    this.#file = file;
    // The mark that some programs begin a text with.
    this.position = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  }

  back({ start, number }: Line): void {
    this.position = start;
    this.number = number - 1;
  }

  next(): Line | undefined {
    const bytes = this.#bytes;
    while (this.position < bytes.length) {
      let start = this.position;
      let end = start;
      while (end < bytes.length && bytes[end] !== newline && bytes[end] !== carriageReturn) end++;
      this.position = bytes[end] === carriageReturn && bytes[end + 1] === newline ? end + 2 : end + 1;
      this.number++;
      if (end - start > longestLine)
        throw new DataError(this.#file, `has a line of more than 2 MiB, line ${this.number}`);
      while (start < end && bytes[start] === space) start++;
      while (end > start && bytes[end - 1] === space) end--;
      if (start < end && bytes[start] !== hash) return { start, end, number: this.number };
    }
    return undefined;
  }
}

/** The cells of a line. Digits alone are read as they lie; anything else is read as text. */
class Cells {
  readonly #bytes: Uint8Array;
  readonly #delimiter: number;
  readonly #decoder = new TextDecoder();
  #starts = new Uint32Array(64);
  #ends = new Uint32Array(64);

  constructor(bytes: Uint8Array, delimiter: number) {
    this.#bytes = bytes;
    this.#delimiter = delimiter;
  }

  /** Finds the cells of a line. Returns how many there are. */
  split({ start, end }: Line): number {
    let count = 0;
    let from = start;
    for (let at = start; at <= end; at++) {
      if (at < end && this.#bytes[at] !== this.#delimiter) continue;
      if (count === this.#starts.length) {
        this.#starts = grown(this.#starts);
        this.#ends = grown(this.#ends);
      }
      this.#starts[count] = from;
      this.#ends[count] = at;
      count++;
      from = at + 1;
    }
    return count;
  }

  texts(line: Line): string[] {
    return Array.from({ length: this.split(line) }, (_, cell) => this.text(cell));
  }

  number(cell: number): number {
    const end = this.#ends[cell]!;
    let at = this.#starts[cell]!;
    let value = 0;
    if (end - at > 9 || end === at) return numberOf(this.text(cell), this.#delimiter);
    for (; at < end; at++) {
      const digit = this.#bytes[at]! - 0x30;
      if (digit < 0 || digit > 9) return numberOf(this.text(cell), this.#delimiter);
      value = 10 * value + digit;
    }
    return value;
  }

  text(cell: number): string {
    const bytes = this.#bytes.subarray(this.#starts[cell], this.#ends[cell]);
    const text = this.#decoder.decode(bytes).trim();
    const quoted = quotes.includes(text.charCodeAt(0)) && text.length > 1 && text.endsWith(text[0]!);
    return quoted ? text.slice(1, -1).trim() : text;
  }
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length);
  larger.set(array);
  return larger;
}
