import 'fake-indexeddb/auto';
import { afterEach, beforeEach, vi } from 'vitest';
import { startBackend } from '../../core/backend/backend.ts';
import { wasmPathInNode } from '../../core/backend/testing/wasm-path.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { LabEvent } from '../protocol/events.ts';
import { newName } from '../store/faults.fixture.ts';
import { openStores, type Stores } from '../store/store.ts';
import './worker-scope.fixture.ts';
import { BackendOwner } from './backend-owner.ts';
import { checkSpec } from './check-spec.ts';
import { FakeLocks } from './fake-locks.fixture.ts';
import { Lab } from './lab.ts';
import { labService } from './lab-service.ts';
import type { LabService } from './served.ts';

/** A tab's worker: the lab, what the page asks of it, and what the page was told. */
export interface Tab {
  readonly lab: Lab;
  readonly service: LabService;
  readonly stores: Stores;
  readonly events: readonly LabEvent[];
}

/** A run that takes long enough to be interrupted, and next to nothing a step. */
export const longSpec: RunSpec = checkSpec({
  method: 'gan',
  data: { kind: 'ring' },
  networks: { generator: { kind: 'mlp', width: 8, depth: 1 }, discriminator: { kind: 'mlp', width: 8, depth: 1 } },
  batch: 8,
  steps: 60_000,
  evaluation: { every: 0, samples: 100 },
});

/** Opens labs for tests, on one store as tabs of one browser are, anew for each test; call it where tests are declared. */
export function tabs(): { open(): Promise<Tab>; readonly locks: () => FakeLocks } {
  // Each test trains, on machines that may be busy.
  vi.setConfig({ testTimeout: 30_000 });
  const opened: Tab[] = [];
  let locks = new FakeLocks();
  let name = newName();
  beforeEach(async () => {
    locks = new FakeLocks();
    name = newName();
    vi.stubGlobal('navigator', { locks, hardwareConcurrency: 1, userAgent: 'a test' });
    const handle = await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
    vi.spyOn(BackendOwner.prototype, 'start').mockResolvedValue(handle);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    for (const { lab, stores } of opened.splice(0)) {
      await Promise.all(lab.sessions.present.map((session) => session.halt()));
      await lab.sessions.inTurn(() => lab.sessions.close());
      stores.runs.close();
    }
    vi.unstubAllGlobals();
  });
  return {
    locks: () => locks,
    async open() {
      const stores = await openStores({ name });
      const lab = new Lab(stores);
      const service = labService(lab);
      const events: LabEvent[] = [];
      const port = { postMessage: ({ event }: { event: LabEvent }) => events.push(event), close: () => undefined };
      await service.connect(port as unknown as MessagePort);
      const tab = { lab, service, stores, events };
      opened.push(tab);
      return tab;
    },
  };
}
