import { expose } from 'comlink';
import type { WorkerLike } from '../host/worker-host.ts';
import type { TrainingService } from '../../worker/protocol/service.ts';

/** A worker that lives in this thread, and can be made to die. */
export interface FakeWorker extends WorkerLike {
  readonly terminated: boolean;
  /** Lets it crash as a worker does: an `error` event, then silence. */
  crash(message: string): void;
}

/** Exposes a service over a MessageChannel as a dedicated worker would. */
export function fakeWorker(service: TrainingService): FakeWorker {
  const { port1, port2 } = new MessageChannel();
  expose(service, port2);
  const errors = new Set<(event: Event) => void>();
  let terminated = false;
  return {
    get terminated() {
      return terminated;
    },
    postMessage: (message: unknown, transfer: Transferable[]) => port1.postMessage(message, transfer),
    addEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
      const call = typeof listener === 'function' ? listener : listener.handleEvent.bind(listener);
      if (type === 'error') errors.add(call);
      else port1.addEventListener(type, call);
    },
    removeEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
      if (typeof listener === 'function') port1.removeEventListener(type, listener);
    },
    start: () => port1.start(),
    terminate() {
      terminated = true;
      port1.close();
      port2.close();
    },
    crash(message: string) {
      port2.close();
      const event = Object.assign(new Event('error'), { message });
      for (const listener of errors) listener(event);
    },
  };
}
