/**
 * The canonical JSON of a value (RFC 8785): no white space, keys sorted by UTF-16 code units, numbers and text as
 * ECMAScript writes them. Equal values have equal canonical forms, whatever the order of their keys.
 *
 * @throws TypeError for what JSON cannot hold: non-finite numbers, undefined, functions, big integers, lone
 * surrogates, and objects that are not plain.
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'boolean':
      return String(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical form`);
      // JSON.stringify writes -0 as 0, as the standard demands.
      return JSON.stringify(value);
    case 'string':
      return canonicalText(value);
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${Array.from(value, canonical).join(',')}]`;
      return canonicalObject(value);
    default:
      throw new TypeError(`a value of type ${typeof value} has no canonical form`);
  }
}

function canonicalObject(object: object): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new TypeError('only plain objects have a canonical form');
  }
  // Comparing strings with < compares UTF-16 code units, which is the standard's order.
  const members = Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${canonicalText(key)}:${canonical(member)}`).join(',')}}`;
}

function canonicalText(text: string): string {
  if (!isWellFormed(text)) throw new TypeError('text with a lone surrogate has no canonical form');
  return JSON.stringify(text);
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
