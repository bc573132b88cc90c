import type { LabEvent } from '../../worker/protocol/events.ts';
import type { TrainingService } from '../../worker/protocol/service.ts';
import type { Lab } from '../state/lab.ts';

/** What the browser's console, the terminal and tests have: the service itself. */
export interface LabConsole {
  readonly service: TrainingService;
  /** Calls `listener` for every event of the worker until the returned function is called. */
  subscribe(listener: (event: LabEvent) => void): () => void;
}

declare global {
  var latentLab: LabConsole;
}

/** Offers the lab to the console as `latentLab`, e.g. `await latentLab.service.runs()`. */
export function offerConsole(lab: Lab): void {
  globalThis.latentLab = {
    service: lab.service,
    subscribe(listener) {
      lab.listeners.add(listener);
      return () => void lab.listeners.delete(listener);
    },
  };
}
