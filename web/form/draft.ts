import type { ArchitectureCard, Catalogue, DatasetCard, MethodCard, Objection } from '../../core/spec/catalogue.ts';
import { datasetCardOf, datasetId } from '../../core/spec/dataset-card.ts';
import type { Chosen, FieldValue, Fields, Values } from '../../core/spec/fields.ts';
import { augmentFor } from '../../core/spec/fitting.ts';
import type { Augment, RunSpec } from '../../core/spec/run-spec.ts';
import type { TrainingService } from '../../worker/protocol/service.ts';
import { Store } from '../state/store.ts';
import { faultOf, shownFields } from './check-field.ts';
import { editAugment, isAugmentPath } from './edit-augment.ts';
import { differences, getIn, setIn } from './paths.ts';
import type { SpecPath } from './paths.ts';
import { generalFields } from './run-fields.ts';

/** Wait after the last change before the worker is asked what it objects to, in milliseconds. */
const objectionDelay = 150;

/** A spec being edited, with what is wrong with it. */
export class Draft {
  readonly spec: Store<RunSpec>;
  /** Messages by path: the worker's objections and values out of range. */
  readonly faults = new Store<ReadonlyMap<SpecPath, string>>(new Map());
  /** Where editing started: changed settings are marked against it. */
  readonly base: RunSpec;

  readonly #catalogue: Catalogue;
  readonly #service: TrainingService;
  #typed = new Map<SpecPath, string>();
  #objections: readonly Objection[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(spec: RunSpec, catalogue: Catalogue, service: TrainingService) {
    this.spec = new Store(spec);
    this.base = spec;
    this.#catalogue = catalogue;
    this.#service = service;
    this.#changed();
  }

  get method(): MethodCard | undefined {
    return this.#catalogue.methods.find(({ id }) => id === this.spec.value.method);
  }

  get dataset(): DatasetCard | undefined {
    return datasetCardOf(this.#catalogue, this.spec.value.data);
  }

  /** Paths that differ from where editing started. */
  get changes(): ReadonlySet<SpecPath> {
    return new Set(differences(this.base, this.spec.value).map(({ path }) => path));
  }

  /** Top-level parts that differ, as a fork takes them. */
  get changedParts(): Partial<RunSpec> {
    const names = new Set([...this.changes].map((path) => path.split('.')[0]));
    // A fork keeps what it is not given: it must be told that no augmentation is left.
    const parts = { augment: {}, ...this.spec.value };
    return Object.fromEntries(Object.entries(parts).filter(([name]) => names.has(name)));
  }

  set(path: SpecPath, value: FieldValue): void {
    this.#typed.delete(path);
    const { spec } = this;
    if (isAugmentPath(path)) {
      // What was typed into the settings of one that is turned off is of no more use.
      if (value === false)
        for (const typed of this.#typed.keys()) if (typed.startsWith(path)) this.#typed.delete(typed);
      const { augment, ...rest } = spec.value;
      spec.value = augmentedWith(rest, editAugment(augment, path, value, this.#catalogue.augmentations));
    } else spec.value = setIn(spec.value, path, value);
    this.#changed();
  }

  /** Text that is no value yet stays in its box, with the reason here. */
  reject(path: SpecPath, message: string): void {
    this.#typed.set(path, message);
    this.#report();
  }

  /** Puts another variant in place, with its fields at their defaults. */
  choose(path: SpecPath, kind: string, fields: Fields): void {
    const chosen: Chosen = {
      kind,
      ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.default])),
    };
    this.spec.value = setIn(this.spec.value, path, chosen);
    this.#changed();
  }

  /** Another method: everything at its own defaults on the same data, or on the first data that it accepts. */
  async setMethod(method: string): Promise<string | undefined> {
    const { data, batch, seed } = this.spec.value;
    const answer = await this.#service.defaults(method, datasetId(data));
    if (!answer.ok) return answer.error.message;
    this.#typed.clear();
    const { augment } = this.spec.value;
    const changed = { ...answer.value, ...(answer.value.data.kind === data.kind && { data }), batch, seed };
    this.spec.value = this.#withFitting(augment, changed);
    this.#changed();
    return undefined;
  }

  /** Another dataset: networks that fit it, and the person's other choices kept. */
  async setDataset(dataset: string): Promise<string | undefined> {
    const { method, options, dynamics, optimisers, batch, steps, seed, ema, arithmetic, augment } = this.spec.value;
    const answer = await this.#service.defaults(method, dataset);
    if (!answer.ok) return answer.error.message;
    this.#typed.clear();
    const kept = { options, dynamics, optimisers, batch, steps, seed, ema, arithmetic };
    this.spec.value = this.#withFitting(augment, { ...answer.value, ...kept });
    this.#changed();
    return undefined;
  }

  /** A spec with those augmentations that fit its data. */
  #withFitting(augment: Augment | undefined, spec: RunSpec): RunSpec {
    const dataset = datasetCardOf(this.#catalogue, spec.data);
    return dataset ? augmentedWith(spec, augmentFor(this.#catalogue, augment, dataset)) : spec;
  }

  #changed(): void {
    this.#report();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), objectionDelay);
  }

  async #ask(): Promise<void> {
    const asked = this.spec.value;
    // The worker would only say again what is out of range.
    if (!this.#outOfRange().next().done) return;
    const answer = await this.#service.objections(asked);
    if (this.spec.value !== asked) return;
    this.#objections = answer.ok ? answer.value : [{ path: answer.error.path ?? '', message: answer.error.message }];
    this.#report();
  }

  #report(): void {
    const faults = new Map<SpecPath, string>(this.#objections.map(({ path, message }) => [path, message]));
    for (const [path, message] of this.#outOfRange()) faults.set(path, message);
    for (const [path, message] of this.#typed) faults.set(path, message);
    this.faults.value = faults;
  }

  *#outOfRange(): Generator<readonly [SpecPath, string], void> {
    for (const [prefix, fields] of groupsOf(this.spec.value, this.#catalogue)) {
      const values = (prefix === '' ? flatten(this.spec.value) : getIn(this.spec.value, prefix)) as Values | undefined;
      if (!values) continue;
      for (const [name, field] of shownFields(fields, values)) {
        const value = values[name];
        const fault = value === undefined ? undefined : faultOf(field, value);
        if (fault) yield [prefix === '' ? name : `${prefix}.${name}`, fault];
      }
    }
  }
}

const augmentedWith = (spec: RunSpec, augment: Augment | undefined): RunSpec => (augment ? { ...spec, augment } : spec);

/** Values of the run's own settings by their dotted path. */
export function flatten(spec: RunSpec): Values {
  return Object.fromEntries(Object.keys(generalFields).map((path) => [path, getIn(spec, path) as FieldValue]));
}

/** Every table of fields that a spec uses, with the path of its values. */
function groupsOf(spec: RunSpec, catalogue: Catalogue): readonly (readonly [string, Fields])[] {
  const method = catalogue.methods.find(({ id }) => id === spec.method);
  const dataset = datasetCardOf(catalogue, spec.data);
  const architecture = (kind: string): ArchitectureCard | undefined =>
    catalogue.architectures.find(({ id }) => id === kind);
  return [
    ['options', method?.options ?? {}],
    ['data', dataset?.fields ?? {}],
    ...catalogue.augmentations.map(({ id, fields }) => [`augment.${id}`, fields] as const),
    ...Object.entries(spec.networks).map(
      ([role, { kind }]) => [`networks.${role}`, architecture(kind)?.fields ?? {}] as const,
    ),
    ...Object.entries(spec.optimisers).map(
      ([player, { kind }]) => [`optimisers.${player}`, catalogue.optimisers[kind]?.fields ?? {}] as const,
    ),
    ['dynamics', catalogue.dynamics[spec.dynamics.kind]?.fields ?? {}],
    ['', generalFields],
  ];
}
