import type { BackendHandle } from '../../core/backend/backend.ts';
import { startBackend } from '../../core/backend/backend.ts';
import { shareAmong } from '../../core/backend/load-program.ts';
import * as tf from '../../core/backend/tf.ts';
import { usualThreads } from '../../core/backend/wasm/program/threads.ts';
import { LabError } from '../protocol/errors.ts';
import type { BackendReport } from '../protocol/events.ts';
import type { BackendChoice, Capabilities } from '../protocol/service.ts';
import { assetBase } from './assets.ts';
import { probeElsewhere } from './probe.ts';

/** Folder of the WebAssembly files. */
export const wasmPath = new URL('wasm/', assetBase).href;

/** Starts the backend when it is first needed, and knows what this device can do. */
export class BackendOwner {
  readonly #lost: (reason: string) => void;
  #choice: BackendChoice = 'auto';
  #started: Promise<BackendHandle> | undefined;
  #handle: BackendHandle | undefined;
  #lossOfDevice: string | undefined;
  #capabilities: Promise<Capabilities> | undefined;

  /** `lost` is called when the device goes away under a running backend. */
  constructor(lost: (reason: string) => void) {
    this.#lost = lost;
  }

  /** What to choose when the backend next starts. */
  get choice(): BackendChoice {
    return this.#choice;
  }

  async start(): Promise<BackendHandle> {
    this.#started ??= this.#start();
    return this.#started;
  }

  /** Lets the next start choose anew. The owner of the tensors has disposed of them. */
  async stop(choice = this.#choice): Promise<void> {
    this.#choice = choice;
    await this.#started?.catch(() => undefined);
    this.#started = undefined;
    this.#handle = undefined;
    this.#capabilities = undefined;
  }

  get report(): BackendReport {
    return this.#handle
      ? { name: this.#handle.name, reason: this.#handle.reason }
      : { name: 'wasm', reason: 'not started yet' };
  }

  /** Why the device is gone, if it is. */
  get lossOfDevice(): string | undefined {
    return this.#lossOfDevice;
  }

  heapBytes(): number | undefined {
    return this.#handle?.heapBytes();
  }

  capabilities(): Promise<Capabilities> {
    this.#capabilities ??= this.#probe().catch((error: unknown) => {
      // The next question tries again.
      this.#capabilities = undefined;
      throw error;
    });
    return this.#capabilities;
  }

  async #start(): Promise<BackendHandle> {
    try {
      const handle = await startBackend({ choice: this.#choice, wasmPath, arithmetic: 'reproducible' });
      this.#handle = handle;
      if (handle.name === 'wasm') shareAmong(usualThreads());
      // The promise never settles while the device is there.
      this.#lossOfDevice = undefined;
      void handle.lost.then((reason) => {
        if (this.#handle !== handle) return;
        this.#lossOfDevice = reason;
        this.#lost(reason);
      });
      return handle;
    } catch (cause) {
      this.#started = undefined;
      throw new LabError(
        'backend',
        `No backend could be started: ${cause instanceof Error ? cause.message : String(cause)}`,
        {
          remedy: 'Choose another backend on the Device page, or a browser with WebAssembly SIMD.',
          cause,
        },
      );
    }
  }

  async #probe(): Promise<Capabilities> {
    const [backends] = await Promise.all([probeElsewhere(wasmPath), this.start()]);
    // WebKitGTK does not tell: 0 of 0.
    const storage = navigator.storage as StorageManager | undefined;
    const { usage = 0, quota = 0 } = (await storage?.estimate()) ?? {};
    return {
      backends,
      chosen: this.report,
      cores: navigator.hardwareConcurrency,
      simd: (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true,
      crossOriginIsolated: self.crossOriginIsolated,
      storage: { usage, quota },
    };
  }
}
