import { expect, it } from 'vitest';
import { bannedOps } from './banned-ops.ts';
import * as tf from './tf.ts';

it('bans only functions that tf has, so that no ban is a dead letter', () => {
  const known = new Set(Object.keys(tf));
  expect(Object.keys(bannedOps).filter((name) => !known.has(name))).toEqual([]);
});
