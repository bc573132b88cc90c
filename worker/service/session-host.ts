import type { BackendReport } from '../protocol/events.ts';
import type { RunStore } from '../store/run-store.ts';
import type { Attention } from './attention.ts';
import type { EventChannel } from './event-channel.ts';
import type { RunSession } from './run-session.ts';

export type ScheduledEvaluation = 'cheap' | 'all' | 'final';

/** What a session needs of the service. */
export interface SessionHost {
  readonly store: RunStore;
  readonly events: EventChannel;
  readonly attention: Attention;
  backend(): BackendReport;
  heapBytes(): number | undefined;
  /** Why the device is gone, if it is. */
  lossOfDevice(): string | undefined;
  autosaveSeconds(): number;
  /** Whether a page shows the run, and wants live pictures of it. */
  watched(runId: string): boolean;
  /** Evaluations that the spec asks for: in the run by cheap metrics or all, and at its end. */
  evaluate(session: RunSession, which: ScheduledEvaluation): Promise<void>;
  /** The run has come to its end, or to a fault, with nothing left to store: others may have it. */
  ended(session: RunSession): void;
}
