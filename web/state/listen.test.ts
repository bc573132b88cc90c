import type { ReactiveController } from 'lit';
import { expect, it } from 'vitest';
import type { LabEvent } from '../../worker/protocol/events.ts';
import type { Lab } from './lab.ts';
import { ListenController } from './listen.ts';
import { Store } from './store.ts';

it('hears each event once, and those after a return, but none while its host is away', () => {
  const lab = { listeners: new Set<(event: LabEvent) => void>(), resyncs: new Store(0) };
  const host = {
    lab: lab as unknown as Lab,
    addController: (_: ReactiveController) => undefined,
    removeController: () => undefined,
    requestUpdate: () => undefined,
    updateComplete: Promise.resolve(true),
  };
  const heard: string[] = [];
  const controller = new ListenController(host, {
    event: ({ type }) => heard.push(type),
    resync: () => heard.push('resync'),
  });
  const tell = (): void => {
    for (const listener of lab.listeners) listener({ type: 'runs-changed' });
    lab.resyncs.value++;
  };
  controller.hostUpdate();
  controller.hostUpdate();
  tell();
  expect(heard).toEqual(['runs-changed', 'resync']);
  controller.hostDisconnected();
  tell();
  expect(heard).toHaveLength(2);
  expect(lab.listeners.size).toBe(0);
  controller.hostUpdate();
  tell();
  expect(heard).toEqual(['runs-changed', 'resync', 'runs-changed', 'resync']);
});
