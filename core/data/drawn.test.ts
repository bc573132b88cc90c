import { describe, expect, it } from 'vitest';
import { catalogue } from '../catalogue.ts';
import { canonical } from '../spec/canonical.ts';
import { identityOf } from '../spec/identity.ts';
import { decodeLink, encodeLink } from '../spec/link.ts';
import { LinkError } from '../spec/packed-link.ts';
import { parseRunSpec, requireRunSpec } from '../spec/parse.ts';
import { encodePoints, mostPoints } from '../spec/point-list.ts';
import { loadDataset } from './load.ts';

const readNothing = () => Promise.reject(new Error('drawn data reads no file'));
const load = (points: readonly number[], spread = 0.1) =>
  loadDataset({ kind: 'drawn', points: encodePoints(points), spread }, readNothing);
const specOf = (points: string) =>
  requireRunSpec({ method: 'gan', data: { kind: 'drawn', points, spread: 0.1 } }, catalogue);

describe('drawn data', () => {
  it('is an equal-weight mixture at the points, unlabelled, repeated points counting twice', async () => {
    const set = await load([1, 0, 1, 0, -1, 0]);
    const { x, labels } = set.batch(3, 5, 30_000);
    const right = x.filter((value, i) => i % 2 === 0 && value > 0).length / 30_000;
    expect(Math.abs(right - 2 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / 30_000));
    expect([labels.length, set.classes]).toEqual([0, 0]);
    const at = Float32Array.from([1, 0]);
    expect(set.logDensity!(at)[0]).toBeCloseTo(Math.log(2 / 3 / (2 * Math.PI * 0.01)), 6);
  });

  it('has modes where its points are few and apart, and none where they run together', async () => {
    expect((await load([1, 0, -1, 0])).modes).toEqual({ centres: Float64Array.from([1, 0, -1, 0]), std: 0.1 });
    expect((await load([1, 0, 1.5, 0])).modes).toBeUndefined();
    const far = Array.from({ length: 130 }, (_, i) => (i % 2 === 0 ? i / 33 - 2 : 0));
    expect((await load(far, 0.005)).modes).toBeUndefined();
  });

  it('takes one point, and the most there may be', async () => {
    expect((await load([0, 0])).batch(1, 0, 4).x.length).toBe(8);
    const most = Array.from({ length: 2 * mostPoints }, (_, i) => Math.sin(i));
    const set = await load(most);
    expect(set.batch(1, 0, 4).x.every(Number.isFinite)).toBe(true);
    expect(set.cellMasses!({ extent: set.extent!, side: 24 }).reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 5);
  });

  it('goes through a link, or is said to be too long for one', () => {
    const small = specOf(encodePoints(Array.from({ length: 400 }, (_, i) => Math.sin(i * i))));
    const read = requireRunSpec(decodeLink(encodeLink(small)), catalogue);
    expect(canonical(read)).toBe(canonical(small));
    const large = specOf(encodePoints(Array.from({ length: 8000 }, (_, i) => Math.sin(i * i))));
    expect(() => encodeLink(large)).toThrow(LinkError);
  });

  it('is another run with other points', async () => {
    const [a, b] = [specOf(encodePoints([1, 0])), specOf(encodePoints([1, 1 / 8192]))];
    expect(await identityOf(a)).not.toBe(await identityOf(b));
  });

  it.each([
    ['', 'must have at least one point'],
    ['no points!', 'must be points as base64url of 16-bit integers: part of it may be missing'],
    [12, 'must be points as text, not 12'],
  ])('refuses %j as points, naming the setting', (points, message) => {
    const result = parseRunSpec({ method: 'gan', data: { kind: 'drawn', points } }, catalogue);
    expect(result).toEqual({ ok: false, issues: [{ path: 'data.points', message }] });
  });
});
