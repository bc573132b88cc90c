import { transfer, wrap } from 'comlink';
import type { Endpoint, Remote } from 'comlink';
import type { Result, ServiceError } from '../../worker/protocol/errors.ts';
import type { Envelope, LabEvent } from '../../worker/protocol/events.ts';
import type { RunId } from '../../worker/protocol/records.ts';
import type { LabSettings, TrainingService } from '../../worker/protocol/service.ts';
import { serviceMethods } from '../../worker/protocol/service-methods.ts';
import { Liveness } from './liveness.ts';

/** The part of Worker that the host needs; tests make one from a MessageChannel. */
export interface WorkerLike extends Endpoint {
  terminate(): void;
}

/** How the host's worker is doing. */
export type HostState =
  | { readonly phase: 'ready' }
  | { readonly phase: 'restarting'; readonly cause: string; readonly attempt: number }
  /** Too many deaths in a row: the person decides what to try next. */
  | { readonly phase: 'given-up'; readonly cause: string; readonly runId?: RunId };

export interface WorkerHostOptions {
  readonly createWorker: () => WorkerLike;
  /** Settings that each new worker is given before anything else. */
  readonly settings: () => LabSettings;
  readonly onEvent: (event: LabEvent) => void;
  /** Events were lost, or the worker is new: read all state anew. */
  readonly onResync: () => void;
  readonly onState: (state: HostState) => void;
  /** False while the page is hidden, when browsers slow timers and workers down. */
  readonly visible?: () => boolean;
  /** Silence after which a worker counts as hung, in milliseconds. */
  readonly hangAfter?: number;
}

/** Deaths within this window that make the host stop trying by itself. */
const maximumDeaths = 3;
const deathWindow = 60_000;

/** How often, and after how many milliseconds each, to ask again for a run that a dead worker held. */
const freeingAttempts = 40;
const freeingInterval = 250;

/** Calls that interrupt a training step. */
const urgent: ReadonlySet<keyof TrainingService> = new Set(['pause', 'pauseStudy', 'hidden']);

interface Session {
  readonly worker: WorkerLike;
  /** Raised before a call that must not wait for the end of a training step. */
  readonly flag: Int32Array | undefined;
  readonly remote: Remote<TrainingService>;
  readonly liveness: Liveness;
  readonly events: MessagePort;
  /** Resolves, with the cause, when the worker has died. */
  readonly death: Promise<string>;
  readonly die: (cause: string) => void;
  /** Resolves when the worker has its settings and event port. */
  readonly connected: Promise<unknown>;
}

/**
 * Owns the training worker and the only way to call it. Comlink leaves a call pending for ever when its worker
 * dies, so each call races the worker's death. Crash, hang and lost messages take one path: terminate, start
 * another, open the run again and go on from its last checkpoint.
 */
export class WorkerHost {
  /** The service. No call throws or stays pending: a dead worker answers `worker-died`. */
  readonly service: TrainingService;

  readonly #options: WorkerHostOptions;
  #session: Session | undefined;
  #deaths: number[] = [];
  /** The run that was last opened, and the one that trains, to be taken up again by a new worker. */
  #opened: RunId | undefined;
  #training: RunId | undefined;

  constructor(options: WorkerHostOptions) {
    this.#options = options;
    this.service = this.#makeService();
  }

  /** Starts the worker. Calls made earlier start it too. */
  start(): void {
    this.#session ??= this.#connect();
  }

  /** Tries again after the host has given up, with a clean count of deaths. */
  retry(): void {
    this.#deaths = [];
    this.#restart('asked to try again');
  }

  /** Ends the worker for good, e.g. in tests. */
  dispose(): void {
    const session = this.#session;
    this.#session = undefined;
    if (session) endSession(session, 'the page closed it');
  }

  #makeService(): TrainingService {
    const methods = serviceMethods.map((name) => [name, (...parameters: unknown[]) => this.#call(name, parameters)]);
    return Object.fromEntries(methods) as TrainingService;
  }

  async #call(method: keyof TrainingService, parameters: unknown[]): Promise<Result<unknown>> {
    this.start();
    const session = this.#session;
    if (!session) return failure('the training worker is not running');
    await Promise.race([session.connected, session.death]);
    if (session.flag && urgent.has(method)) Atomics.store(session.flag, 0, 1);
    const call = session.remote[method] as (...parameters: unknown[]) => Promise<Result<unknown>>;
    const answer = call(...parameters).catch((error: unknown): Result<unknown> => ({
      ok: false,
      error: { code: 'internal', message: error instanceof Error ? error.message : String(error) },
    }));
    const result = await Promise.race([answer, session.death.then(failure)]);
    if (result.ok) this.#remember(method, parameters);
    return result;
  }

  #remember(method: keyof TrainingService, parameters: unknown[]): void {
    const runId = parameters[0];
    if (typeof runId !== 'string') return;
    if (method === 'open') this.#opened = runId;
    if (method === 'start') this.#training = runId;
    if (method === 'pause' && this.#training === runId) this.#training = undefined;
    if (method === 'remove' && this.#opened === runId) this.#opened = undefined;
  }

  #connect(): Session {
    const worker = this.#options.createWorker();
    const remote = wrap<TrainingService>(worker);
    const channel = new MessageChannel();
    // Only a cross-origin isolated page may share memory, and WebKitGTK never does: there a pause waits for the end of a step.
    const shares = globalThis.crossOriginIsolated && typeof SharedArrayBuffer === 'function';
    const attention = shares ? new SharedArrayBuffer(4) : undefined;
    let die: (cause: string) => void = () => undefined;
    const death = new Promise<string>((resolve) => (die = resolve));
    const liveness = new Liveness({
      hangAfter: this.#options.hangAfter ?? 10_000,
      visible: this.#options.visible ?? (() => document.visibilityState === 'visible'),
      onHang: (seconds) => die(`the training worker has not answered for ${seconds.toFixed(0)} s`),
    });
    worker.addEventListener('error', (event) => {
      const message = 'message' in event && typeof event.message === 'string' ? event.message : '';
      die(message === '' ? 'the training worker crashed' : `the training worker crashed: ${message}`);
    });
    worker.addEventListener('messageerror', () => die('a message from the training worker could not be read'));

    let next: number | undefined;
    channel.port1.onmessage = ({ data }: MessageEvent<Envelope>) => {
      liveness.beat();
      const gap = next !== undefined && data.sequence !== next;
      next = data.sequence + 1;
      // The run that trained on the device goes on in the next worker: its end is not noted.
      if (isDeviceLoss(data.event)) die('the graphics device was lost');
      else this.#note(data.event);
      this.#options.onEvent(data.event);
      if (gap) this.#options.onResync();
    };
    const connected = Promise.all([
      remote.connect(transfer(channel.port2, [channel.port2]), attention),
      remote.configure(this.#options.settings()),
    ]).catch((error: unknown) => die(`the training worker could not be reached: ${String(error)}`));

    const flag = attention && new Int32Array(attention);
    const session = { worker, flag, remote, liveness, events: channel.port1, death, die, connected };
    void death.then((cause) => this.#session === session && this.#restart(cause));
    return session;
  }

  #note(event: LabEvent): void {
    if (event.type !== 'state') return;
    if (event.state === 'training') this.#training = event.runId;
    else if (this.#training === event.runId && event.state !== 'starting') this.#training = undefined;
  }

  #restart(cause: string): void {
    if (this.#session) endSession(this.#session, cause);
    this.#session = undefined;
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < deathWindow), now];
    const attempt = this.#deaths.length;
    if (attempt > maximumDeaths) {
      const runId = this.#training ?? this.#opened;
      this.#training = undefined;
      this.#options.onState({ phase: 'given-up', cause, ...(runId !== undefined && { runId }) });
      return;
    }
    this.#options.onState({ phase: 'restarting', cause, attempt });
    void this.#resume(attempt);
  }

  /** Starts a run that the last worker held: the browser may take a while to free what a dead worker held. */
  async #startAgain(runId: RunId): Promise<void> {
    for (let attempt = 0; attempt < freeingAttempts; attempt++) {
      const answer = await this.service.start(runId);
      if (answer.ok || answer.error.code !== 'busy-elsewhere') return;
      await new Promise((resolve) => setTimeout(resolve, freeingInterval));
    }
  }

  /** Brings a new worker to where the old one was. A failure here is reported by the next death or by the call. */
  async #resume(attempt: number): Promise<void> {
    const training = this.#training;
    const opened = training ?? this.#opened;
    const session = this.#connect();
    this.#session = session;
    await Promise.race([session.connected, session.death]);
    if (opened !== undefined) await this.service.open(opened);
    if (training !== undefined) await this.#startAgain(training);
    if (this.#session !== session || this.#deaths.length !== attempt) return;
    this.#options.onState({ phase: 'ready' });
    this.#options.onResync();
  }
}

const isDeviceLoss = (event: LabEvent): boolean => event.type === 'state' && event.error?.code === 'device-lost';

function endSession(session: Session, cause: string): void {
  session.liveness.stop();
  session.die(cause);
  session.events.close();
  session.worker.terminate();
}

function failure(cause: string): { ok: false; error: ServiceError } {
  return {
    ok: false,
    error: { code: 'worker-died', message: cause, remedy: 'The run goes on from its last checkpoint in a new worker.' },
  };
}
