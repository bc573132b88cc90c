import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonical } from './canonical.ts';
import { smallCatalogue as catalogue } from './catalogue.fixture.ts';
import { defaultSpec } from './defaults.ts';
import { parseRunSpec } from './parse.ts';

type Draft = Record<string, unknown>;

/** One change of a spec: the path is walked by index, so that most changes meet a setting that exists. */
interface Change {
  readonly walk: readonly number[];
  readonly act: 'replace' | 'remove' | 'add';
  readonly key: string;
  readonly value: unknown;
}

const schedule = fc.record({
  schedule: fc.constantFrom('linear', 'exponential', 'cosine', 'step'),
  from: fc.double(),
  to: fc.double(),
  start: fc.integer({ min: -1, max: 100 }),
  end: fc.integer({ min: 0, max: 100 }),
});
const plausible = fc.oneof(
  fc.constantFrom(
    'gan',
    'image-vae',
    'ring',
    'digits',
    'mlp',
    'dcgan-generator',
    'adam',
    'sgd',
    'simultaneous',
    'minimax',
  ),
  fc.constantFrom(0, 1, 0.5, 100, -0, Number.NaN, Infinity, true, false, null, undefined),
  fc.integer(),
  fc.double(),
  schedule,
);
const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});
const change: fc.Arbitrary<Change> = fc.record({
  walk: fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
  act: fc.constantFrom('replace', 'replace', 'remove', 'add'),
  key: fc.oneof(
    fc.constantFrom('kind', 'version', '__proto__', 'constructor', 'toString', 'learningRate'),
    fc.string(),
  ),
  value: fc.oneof(plausible, anything),
});
const specs = [defaultSpec(catalogue, 'gan', 'ring'), defaultSpec(catalogue, 'gan', 'digits')];

function changed(group: Draft, { walk: [index = 0, ...walk], ...change }: Change): Draft {
  const keys = Object.keys(group);
  const name = keys[index % Math.max(keys.length, 1)] ?? change.key;
  const inner = group[name];
  const copy = { ...group };
  if (walk.length > 0 && isPlain(inner)) set(copy, name, changed(inner, { walk, ...change }));
  else if (change.act === 'remove') delete copy[name];
  else set(copy, change.act === 'add' ? change.key : name, change.value);
  return copy;
}

/** Assignment would change the prototype where the key is `__proto__`. */
function set(draft: Draft, key: string, value: unknown): void {
  Object.defineProperty(draft, key, { value, enumerable: true, configurable: true, writable: true });
}

function isPlain(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function allNumbers(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(allNumbers) : [];
}

/** Milliseconds; the runs take a second, longer on a busy machine. */
const patience = 60_000;

it(
  'makes of any changed spec a sound one or says what is wrong, and never throws',
  () => {
    let sound = 0;
    const runs = 3000;
    fc.assert(
      fc.property(fc.constantFrom(...specs), fc.array(change, { minLength: 1, maxLength: 3 }), (spec, changes) => {
        const draft = changes.reduce(changed, spec as unknown as Draft);
        const result = parseRunSpec(draft, catalogue);
        if (!result.ok) {
          expect(result.issues.length).toBeGreaterThan(0);
          for (const { message } of result.issues) expect(message).not.toBe('');
          return;
        }
        sound += 1;
        expect(allNumbers(result.spec).every(Number.isFinite)).toBe(true);
        expect(parseRunSpec(JSON.parse(canonical(result.spec)), catalogue)).toMatchObject({ ok: true });
      }),
      { numRuns: runs },
    );
    // Both outcomes must have been met often, or the changes test nothing.
    expect(sound).toBeGreaterThan(runs / 20);
    expect(sound).toBeLessThan(runs * 0.9);
  },
  patience,
);

it('makes of anything at all issues, and never throws', () => {
  fc.assert(
    fc.property(anything, (input) => {
      expect(parseRunSpec(input, catalogue).ok).toBe(false);
    }),
    { numRuns: 1000 },
  );
});
