import { quote, type SpecIssue } from './issues.ts';
import { mostPoints, pointListLength } from './point-list.ts';

export type Plain = string | number | boolean | null | PlainObject;
export interface PlainObject {
  [key: string]: Plain;
}

export type PlainResult = { ok: true; value: PlainObject } | { ok: false; issues: readonly SpecIssue[] };

/** A spec is four levels deep (optimisers, player, learning rate, its schedule's parts); the rest is room for later. */
const deepest = 8;
/** Keys of all objects together. The largest specs have about a hundred. */
const mostKeys = 2000;
/** Characters of one key. */
const longestKey = 200;
/** Characters of one text: the longest is a list of points. */
const longestText = pointListLength(mostPoints);

/** Keys that reach an object's prototype in careless code. They never name a setting. */
const refusedKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Copies untrusted input into objects without a prototype: own enumerable data properties only, bounded in
 * depth and size. Numbers are kept as they are, also NaN, so that the schema can name them; keys whose value
 * is undefined are left out.
 */
export function toPlainObject(input: unknown): PlainResult {
  const issues: SpecIssue[] = [];
  let keys = 0;

  function copy(value: unknown, path: string, depth: number): Plain | undefined {
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
    if (typeof value === 'string') {
      if (value.length > longestText) issues.push({ path, message: `is longer than ${longestText} characters` });
      return value;
    }
    if (typeof value !== 'object' || Array.isArray(value)) {
      issues.push({ path, message: `must be a number, text, true, false or an object, not ${quote(value)}` });
      return undefined;
    }
    if (depth >= deepest) {
      issues.push({ path, message: `is nested more than ${deepest} levels deep` });
      return undefined;
    }
    return copyObject(value, path, depth);
  }

  function copyObject(object: object, path: string, depth: number): PlainObject {
    const result = Object.create(null) as PlainObject;
    for (const key of Object.keys(object)) {
      keys += 1;
      if (keys > mostKeys) {
        if (keys === mostKeys + 1) issues.push({ path: '', message: `a spec has at most ${mostKeys} settings` });
        break;
      }
      const place = path === '' ? shortKey(key) : `${path}.${shortKey(key)}`;
      if (refusedKeys.has(key) || key.length > longestKey) {
        issues.push({ path: place, message: 'is not the name of a setting' });
        continue;
      }
      const property = Object.getOwnPropertyDescriptor(object, key);
      if (property === undefined || !('value' in property)) {
        issues.push({ path: place, message: 'must be a plain value' });
        continue;
      }
      if (property.value === undefined) continue;
      const value = copy(property.value, place, depth + 1);
      if (value !== undefined) result[key] = value;
    }
    return result;
  }

  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { ok: false, issues: [{ path: '', message: `a spec is an object of settings, not ${quote(input)}` }] };
  }
  const value = copyObject(input, '', 0);
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value };
}

function shortKey(key: string): string {
  return key.length <= longestKey ? key : `${key.slice(0, 20)}…`;
}
