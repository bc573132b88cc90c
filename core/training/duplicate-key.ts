/**
 * The first key that an object of a JSON text has twice, or undefined. `JSON.parse` keeps the last of them without a
 * word, so that two readers of one file can see different things.
 * @param text JSON that `JSON.parse` has accepted.
 */
export function duplicateKey(text: string): string | undefined {
  /** Keys seen in each open object; undefined for an open list. */
  const open: (Set<string> | undefined)[] = [];
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;
  let previous = '';
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    const token = match[0];
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const key = JSON.parse(previous) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
    previous = token;
  }
  return undefined;
}
