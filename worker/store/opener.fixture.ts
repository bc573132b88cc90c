import { afterEach, vi } from 'vitest';
import { newName } from './faults.fixture.ts';
import { aCheckpoint, aRun } from './store.fixture.ts';
import { openStore, type RunStore, type VersionChange } from './store.ts';

/** Opens stores for tests and closes them after each; call it where the tests are declared. */
export function storeOpener() {
  const opened: RunStore[] = [];
  afterEach(() => {
    vi.restoreAllMocks();
    for (const store of opened.splice(0)) store.close();
  });

  async function open(name = newName(), onVersionChange: (change: VersionChange) => void = () => undefined) {
    const store = await openStore({ name, onVersionChange });
    opened.push(store);
    return store;
  }

  async function openWithRun(name = newName()) {
    const store = await open(name);
    await store.putRun(aRun());
    return store;
  }

  return { open, openWithRun };
}

export const commit = (store: RunStore, step: number, pinned = false) =>
  store.commitCheckpoint('run', aCheckpoint(step), { pinned });
export const steps = async (store: RunStore) => (await store.listCheckpoints('run')).map(({ step }) => step);
