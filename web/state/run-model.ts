import type { LabEvent, ProgressEvent } from '../../worker/protocol/events.ts';
import type { ServiceError } from '../../worker/protocol/errors.ts';
import type { Frame, MetricPoint, RunRecord, Stage } from '../../worker/protocol/records.ts';
import type { OpenRun, TrainingService } from '../../worker/protocol/service.ts';
import type { MetricValue } from '../../evaluation/metric.ts';
import { Store } from './store.ts';

/** What the screen of one run shows, apart from its curves and pictures, which change far more often. */
export interface RunView extends OpenRun {
  readonly progress?: ProgressEvent;
  /** Why the run stopped by itself. */
  readonly trouble?: ServiceError;
  readonly evaluating?: { readonly step: number; readonly done: number; readonly metrics: readonly MetricValue[] };
}

/** Curves of a run. The array grows in place; `version` changes with it. */
export interface Curves {
  readonly points: readonly MetricPoint[];
  /** Every name that a point has a value for; the same array until there is another. */
  readonly names: readonly string[];
  readonly version: number;
}

/** A training step in slow motion: its stages, and the one on show. */
export interface SlowMotion {
  readonly stages: readonly Stage[];
  readonly at: number;
}

/** The open run as the page knows it: what `open` answered, kept up to date by events. */
export class RunModel {
  readonly view: Store<RunView>;
  readonly curves: Store<Curves>;
  /** The picture on show: the latest, or the one that the scrubber chose. */
  readonly frame = new Store<Frame | undefined>(undefined);
  /** Step of the chosen stored frame, or 'live' to follow training. */
  readonly shown = new Store<number | 'live'>('live');

  /** The step that is watched move by move, if one is. */
  readonly slow = new Store<SlowMotion | undefined>(undefined);

  readonly #service: TrainingService;
  #points: MetricPoint[];
  #latest: Frame | undefined;

  constructor(opened: OpenRun, service: TrainingService) {
    this.#service = service;
    this.view = new Store<RunView>(opened);
    this.#points = [...opened.points];
    this.curves = new Store<Curves>({ points: this.#points, names: withNames([], this.#points), version: 0 });
    void this.#showLast();
  }

  get id(): string {
    return this.view.value.run.id;
  }

  /** Takes what a fresh `open` answered, after events were lost. Keeps what the person is looking at. */
  reopened(opened: OpenRun): void {
    const { trouble, progress } = this.view.value;
    this.view.value = { ...opened, ...(progress && { progress }), ...(trouble && { trouble }) };
    this.#points = [...opened.points];
    this.#publish(withNames([], this.#points));
    if (!this.#latest) void this.#showLast();
  }

  /** Shows a stored frame, or follows training again. */
  async show(step: number | 'live'): Promise<void> {
    this.shown.value = step;
    if (step === 'live') {
      if (this.#latest) this.frame.value = this.#latest;
      else await this.#showLast();
      return;
    }
    const answer = await this.#service.frame(this.id, step);
    if (answer.ok && this.shown.value === step) this.frame.value = answer.value;
  }

  /** Shows one stage of a step in slow motion; undefined goes back to the run as it is. */
  showStage(slow: SlowMotion | undefined): void {
    this.slow.value = slow;
    if (slow) this.frame.value = slow.stages[slow.at]!.frame;
    else void this.show(this.shown.value);
  }

  /** Takes a record that a command answered. */
  recorded(run: RunRecord): void {
    this.view.value = { ...this.view.value, run };
  }

  /** Applies an event about this run. */
  receive(event: LabEvent): void {
    const view = this.view.value;
    switch (event.type) {
      case 'state': {
        if (event.state === 'training' && this.slow.value) this.showStage(undefined);
        const { trouble: _, evaluating, ...rest } = view;
        this.view.value = {
          ...rest,
          state: event.state,
          step: event.step,
          ...(event.error && { trouble: event.error }),
          ...(evaluating && event.state !== 'training' && { evaluating }),
          ...(event.state === 'training' &&
            view.state !== 'training' &&
            view.step > 0 && { run: resumedAt(view, event.step) }),
        };
        return;
      }
      case 'progress':
        this.view.value = { ...view, step: event.step, progress: event };
        return;
      case 'metrics':
        this.#append(event.points);
        return;
      case 'frame':
        this.#latest = event.frame;
        if (event.kept && view.frameSteps.at(-1) !== event.frame.step) {
          const steps = [...(event.keptBefore ?? []), event.frame.step];
          this.view.value = { ...view, frameSteps: [...view.frameSteps.filter((s) => s < steps[0]!), ...steps] };
        }
        if (this.shown.value === 'live' && !this.slow.value) this.frame.value = event.frame;
        return;
      case 'checkpoint': {
        const others = view.checkpoints.filter(({ step }) => step !== event.checkpoint.step);
        this.view.value = { ...view, checkpoints: [...others, event.checkpoint].sort((a, b) => a.step - b.step) };
        return;
      }
      case 'evaluation': {
        const { evaluating: _, ...rest } = view;
        const { step, done, metrics, costs, share } = event;
        if (done < 1) this.view.value = { ...view, evaluating: { step, done, metrics } };
        // One that came to nothing leaves the figures of the one before.
        else if (metrics.length === 0) this.view.value = rest;
        else {
          const evaluation = { step, metrics, ...(costs && { costs }), ...(share !== undefined && { share }) };
          this.view.value = { ...rest, run: { ...view.run, evaluation } };
        }
        return;
      }
      default:
    }
  }

  /** After a restore the curves go on from an earlier step: points past it belong to an abandoned branch. */
  #append(points: readonly MetricPoint[]): void {
    const first = points[0];
    if (!first) return;
    while (this.#points.length > 0 && (this.#points.at(-1)?.step ?? 0) > first.step) this.#points.pop();
    for (const point of points) {
      const last = this.#points.at(-1);
      // An evaluation measures a step whose losses are known already.
      if (last?.step === point.step)
        this.#points[this.#points.length - 1] = { ...last, values: { ...last.values, ...point.values } };
      else this.#points.push(point);
    }
    this.#publish(withNames(this.curves.value.names, points));
  }

  #publish(names: readonly string[]): void {
    this.curves.value = { points: this.#points, names, version: this.curves.value.version + 1 };
  }

  async #showLast(): Promise<void> {
    const last = this.view.value.frameSteps.at(-1);
    if (last === undefined) return;
    const answer = await this.#service.frame(this.id, last);
    if (answer.ok && this.shown.value === 'live' && !this.#latest) this.frame.value = answer.value;
  }
}

/** The names with those of some points added; the same array when they add none. */
function withNames(names: readonly string[], points: readonly MetricPoint[]): readonly string[] {
  const all = new Set(names);
  for (const { values } of points) for (const name in values) all.add(name);
  return all.size === names.length ? names : [...all];
}

function resumedAt(view: RunView, step: number): OpenRun['run'] {
  return view.run.resumes.at(-1) === step ? view.run : { ...view.run, resumes: [...view.run.resumes, step] };
}
