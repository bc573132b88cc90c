import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchForUpdates, type UpdateHandlers } from './updates.ts';

type Listener = (event: { isUpdate?: boolean; isExternal?: boolean }) => void;

/** Stands for workbox-window: records what is asked, and lets a test raise its events. */
class FakeRegistration {
  readonly listeners = new Map<string, Listener>();
  readonly register = vi.fn(async () => undefined);
  readonly update = vi.fn(async () => undefined);
  readonly messageSkipWaiting = vi.fn();

  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, listener);
  }
  raise(type: string, event: { isUpdate?: boolean; isExternal?: boolean } = {}): void {
    this.listeners.get(type)?.(event);
  }
}

let registration: FakeRegistration;
let apply: (() => Promise<void>) | undefined;
let reloadElsewhere: (() => Promise<void>) | undefined;
const order: string[] = [];
const reload = vi.fn(() => void order.push('reload'));
const handlers = {
  ready: (update: () => Promise<void>) => (apply = update),
  changedElsewhere: (update: () => Promise<void>) => (reloadElsewhere = update),
  checkpoint: vi.fn(async () => void order.push('checkpoint')),
} satisfies UpdateHandlers;

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  order.length = 0;
  apply = reloadElsewhere = undefined;
  registration = new FakeRegistration();
  registration.messageSkipWaiting.mockImplementation(() => order.push('skip waiting'));
  watchForUpdates(registration as unknown as Parameters<typeof watchForUpdates>[0], handlers, reload);
});

afterEach(() => vi.useRealTimers());

test('the first visit is claimed without an offer or a reload', () => {
  registration.raise('controlling', { isUpdate: false });
  expect(apply).toBeUndefined();
  expect(reload).not.toHaveBeenCalled();
});

test('a new version is offered, and does nothing until the person agrees', () => {
  registration.raise('waiting', { isUpdate: true });
  expect(apply).toBeDefined();
  expect(order).toEqual([]);
});

test('an accepted update checkpoints, then changes over, then reloads once', async () => {
  registration.raise('waiting', { isUpdate: true });
  await apply?.();
  registration.raise('controlling', { isUpdate: true });
  registration.raise('controlling', { isUpdate: true });
  expect(order).toEqual(['checkpoint', 'skip waiting', 'reload']);
});

test('when the checkpoint fails nothing is changed', async () => {
  handlers.checkpoint.mockRejectedValueOnce(new Error('no room'));
  registration.raise('waiting', { isUpdate: true });
  await expect(apply?.()).rejects.toThrow('no room');
  expect(registration.messageSkipWaiting).not.toHaveBeenCalled();
  expect(reload).not.toHaveBeenCalled();
});

test('an update made by another tab does not reload this one until the person agrees', async () => {
  registration.raise('controlling', { isUpdate: true, isExternal: true });
  expect(reload).not.toHaveBeenCalled();
  await reloadElsewhere?.();
  expect(order).toEqual(['checkpoint', 'reload']);
});

test('a page that stays open asks for new versions every hour, and survives being offline', async () => {
  registration.update.mockRejectedValue(new TypeError('offline'));
  await vi.advanceTimersByTimeAsync(2 * 60 * 60_000);
  expect(registration.update).toHaveBeenCalledTimes(2);
});
