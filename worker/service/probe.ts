import type { BackendProbe } from '../../core/backend/backend.ts';
import { probeBackends } from '../../core/backend/backend.ts';

/** Name of a worker that only probes. */
export const proberName = 'latent-lab-prober';

/**
 * Tries every backend in a worker of its own, from the script that runs now: a probe makes other backends current
 * and would pull the tensors from under a run.
 */
export function probeElsewhere(wasmPath: string): Promise<readonly BackendProbe[]> {
  const prober = new Worker(self.location.href, { type: 'module', name: proberName });
  return new Promise<readonly BackendProbe[]>((resolve, reject) => {
    prober.onmessage = ({ data }: MessageEvent<readonly BackendProbe[]>) => resolve(data);
    prober.onerror = (event) => reject(new Error(`The probe of the backends failed: ${event.message}`));
    prober.postMessage(wasmPath);
  }).finally(() => prober.terminate());
}

/** The prober's side. */
export function answerProbe(): void {
  self.onmessage = async ({ data }: MessageEvent<string>) => {
    self.postMessage(await probeBackends(data));
  };
}
