/** A data file is not what it should be: what is wrong, in which file. The message names both. */
export class DataError extends Error {
  override readonly name = 'DataError';

  /** @param file its name as the person knows it. @param fault what is wrong, as a clause: "is cut short: ...". */
  constructor(
    readonly file: string,
    readonly fault: string,
    options?: ErrorOptions,
  ) {
    super(`${file} ${fault}`, options);
  }
}
