import type { Envelope, LabEvent } from '../protocol/events.ts';
import type { RunId } from '../protocol/records.ts';

/** Milliseconds between two events of the kinds that a page only draws: ten a second. */
const interval = 100;

/** Longest silence of a worker that is well, milliseconds. */
const beatInterval = 2000;

/** Sends events to the page and to the followers in other tabs, in order, coalesced. */
export class EventChannel {
  readonly #others = new BroadcastChannel('latent-lab');
  readonly #pending = new Map<string, LabEvent>();
  #port: MessagePort | undefined;
  #sequence = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastFlush = 0;
  #lastPost = 0;

  constructor(heard: (event: LabEvent) => void) {
    this.#others.onmessage = ({ data }: MessageEvent<LabEvent>) => heard(data);
    setInterval(() => this.beat(), beatInterval);
  }

  /** Shows the page that the worker is alive, if it has not heard from it for a while. Cheap enough to call often. */
  beat(): void {
    if (performance.now() - this.#lastPost >= beatInterval) this.#post({ type: 'heartbeat' });
  }

  connect(port: MessagePort): void {
    this.#port?.close();
    this.#port = port;
    this.#sequence = 0;
  }

  /** To this page and to those that follow in other tabs. */
  emit(event: LabEvent): void {
    const key = coalescingKey(event);
    if (key === undefined) {
      this.flush();
      this.#send(event);
      return;
    }
    const earlier = this.#pending.get(key);
    this.#pending.set(key, earlier ? joined(earlier, event) : event);
    this.#timer ??= setTimeout(() => this.flush(), Math.max(0, this.#lastFlush + interval - performance.now()));
  }

  /** Tells of something that went wrong with a run, but does not stop it. */
  warn(runId: RunId, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.emit({ type: 'notice', runId, level: 'warning', message });
  }

  /** What another tab's worker said, to this page alone. */
  relay(event: LabEvent): void {
    this.#post(event);
  }

  /** Sends what waits; called between steps, since timers do not run during training. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.size === 0) return;
    this.#lastFlush = performance.now();
    const events = [...this.#pending.values()];
    this.#pending.clear();
    for (const event of events) this.#send(event);
  }

  /** Sends what waits if the last time is long enough ago. */
  flushIfDue(): void {
    if (performance.now() - this.#lastFlush >= interval) this.flush();
  }

  #send(event: LabEvent): void {
    this.#post(event);
    this.#others.postMessage(event);
  }

  #post(event: LabEvent): void {
    this.#lastPost = performance.now();
    const envelope: Envelope = { sequence: this.#sequence++, event };
    this.#port?.postMessage(envelope);
  }
}

/** Events of one key within an interval become one; undefined for those that are sent at once, each. */
function coalescingKey(event: LabEvent): string | undefined {
  if (event.type === 'frame') return `frame ${event.runId} ${event.kept}`;
  return event.type === 'progress' || event.type === 'metrics' ? `${event.type} ${event.runId}` : undefined;
}

/** One event for two of a run: the newer picture or progress, the points of both, and the steps of all pictures kept. */
function joined(earlier: LabEvent, event: LabEvent): LabEvent {
  if (event.type === 'metrics' && earlier.type === 'metrics') {
    return { ...event, points: [...earlier.points, ...event.points] };
  }
  if (event.type === 'frame' && earlier.type === 'frame' && event.kept) {
    return { ...event, keptBefore: [...(earlier.keptBefore ?? []), earlier.frame.step] };
  }
  return event;
}
