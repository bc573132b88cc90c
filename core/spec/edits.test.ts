import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue, objectionsTo } from '../catalogue.ts';
import type { EditableParts, RunEdit } from './edits.ts';
import { specAt, withEdit } from './edits.ts';
import { identityOf } from './identity.ts';
import { requireRunSpec } from './parse.ts';

const check = (input: unknown) => requireRunSpec(input, catalogue, objectionsTo);
const spec = check({ method: 'gan', data: { kind: 'ring' } });
const player = Object.keys(spec.optimisers)[0]!;
const rate = (learningRate: number): EditableParts => ({
  optimisers: { ...spec.optimisers, [player]: { ...spec.optimisers[player]!, learningRate } },
});
const k = (criticSteps: number): EditableParts => ({ dynamics: { ...spec.dynamics, criticSteps } });
const rateOf = (at: typeof spec) => at.optimisers[player]!['learningRate'];

describe('edits', () => {
  it('hold from their step on, the later over the earlier, each part by itself', () => {
    const edits = [
      { step: 10, changes: rate(0.5) },
      { step: 20, changes: k(3) },
      { step: 30, changes: rate(0.25) },
    ].reduce<readonly RunEdit[]>((all, edit) => withEdit(spec, all, edit, check), []);
    const former = rateOf(spec);
    expect([9, 10, 29, 30].map((step) => rateOf(specAt(spec, edits, step)))).toEqual([former, 0.5, 0.5, 0.25]);
    expect([19, 20, 99].map((step) => specAt(spec, edits, step).dynamics['criticSteps'])).toEqual([1, 3, 3]);
    expect(edits.map(({ changes }) => Object.keys(changes))).toEqual([['optimisers'], ['dynamics'], ['optimisers']]);
  });

  it('of one step are one, and come to nothing when taken back', () => {
    const one = withEdit(spec, [], { step: 5, changes: rate(0.5) }, check);
    const both = withEdit(spec, one, { step: 5, changes: k(2) }, check);
    expect(both).toEqual([{ step: 5, changes: { ...rate(0.5), ...k(2) } }]);
    expect(withEdit(spec, both, { step: 5, changes: { ...rate(rateOf(spec) as number), ...k(1) } }, check)).toEqual([]);
    expect(withEdit(spec, [], { step: 5, changes: k(1) }, check)).toEqual([]);
  });

  it('of later steps go: the training that they belonged to is undone', () => {
    const late = withEdit(spec, [], { step: 50, changes: rate(0.5) }, check);
    expect(withEdit(spec, late, { step: 20, changes: k(2) }, check)).toEqual([{ step: 20, changes: k(2) }]);
  });

  it('are checked as any spec is', () => {
    expect(() => withEdit(spec, [], { step: 1, changes: rate(-1) }, check)).toThrow(/learningRate/);
    expect(() => withEdit(spec, [], { step: 1, changes: k(1e9) }, check)).toThrow(/criticSteps/);
    expect(() => withEdit(spec, [], { step: 1, changes: { dynamics: { kind: 'sideways' } } }, check)).toThrow(
      /dynamics/,
    );
  });

  it('are part of the identity, in what they change and when', async () => {
    const edits = withEdit(spec, [], { step: 5, changes: rate(0.5) }, check);
    const identities = await Promise.all([
      identityOf(spec),
      identityOf(specAt(spec, edits, 5)),
      identityOf(spec, edits),
      identityOf(spec, [{ ...edits[0]!, step: 6 }]),
    ]);
    expect(new Set(identities).size).toBe(4);
    expect(await identityOf(spec, [])).toBe(identities[0]);
  });

  it('made one after another always leave the spec that was last asked for', () => {
    const change = fc.record({
      step: fc.nat(9),
      changes: fc.oneof(fc.constantFrom(0.1, 0.2, 0.3).map(rate), fc.constantFrom(1, 2).map(k)),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), (wanted) => {
        let edits: readonly RunEdit[] = [];
        const ascending = [...wanted].sort((a, b) => a.step - b.step);
        for (const edit of ascending) edits = withEdit(spec, edits, edit, check);
        const asked = ascending.reduce((present, { changes }) => ({ ...present, ...changes }), spec);
        expect(specAt(spec, edits, 9)).toEqual(asked);
        expect(edits.every(({ step }, i) => i === 0 || step > edits[i - 1]!.step)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
