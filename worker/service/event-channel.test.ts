import { expect, it, vi } from 'vitest';
import type { LabEvent } from '../protocol/events.ts';
import type { Frame } from '../protocol/records.ts';
import { EventChannel } from './event-channel.ts';

function channel(): { channel: EventChannel; sent: LabEvent[]; close: () => void } {
  const sent: LabEvent[] = [];
  const close = vi.fn();
  const made = new EventChannel(() => undefined);
  made.connect({ postMessage: ({ event }: { event: LabEvent }) => sent.push(event), close } as unknown as MessagePort);
  return { channel: made, sent, close };
}

const frame = (step: number): Frame => ({
  kind: 'images',
  step,
  height: 1,
  width: 1,
  channels: 1,
  samples: Uint8Array.of(1),
});
const metrics = (runId: string, step: number): LabEvent => ({
  type: 'metrics',
  runId,
  points: [{ step, seconds: 0, values: {} }],
});

it('loses no point of runs that train together within one interval', () => {
  const { channel: events, sent } = channel();
  for (const step of [1, 2]) for (const runId of ['a', 'b']) events.emit(metrics(runId, step));
  expect(sent).toEqual([]);
  events.flush();
  const steps = sent.map((event) => event.type === 'metrics' && [event.runId, ...event.points.map(({ step }) => step)]);
  expect(steps).toEqual([
    ['a', 1, 2],
    ['b', 1, 2],
  ]);
});

it('sends the last picture of an interval, with the steps of those that were kept before it', () => {
  const { channel: events, sent } = channel();
  for (const step of [10, 20, 30]) events.emit({ type: 'frame', runId: 'a', frame: frame(step), kept: true });
  for (const step of [31, 32]) events.emit({ type: 'frame', runId: 'a', frame: frame(step), kept: false });
  events.emit({ type: 'frame', runId: 'b', frame: frame(5), kept: true });
  events.flush();
  expect(sent).toEqual([
    { type: 'frame', runId: 'a', frame: frame(30), kept: true, keptBefore: [10, 20] },
    { type: 'frame', runId: 'a', frame: frame(32), kept: false },
    { type: 'frame', runId: 'b', frame: frame(5), kept: true },
  ]);
});

it('sends what waits before an event that does not wait', () => {
  const { channel: events, sent } = channel();
  events.emit(metrics('a', 1));
  events.emit({ type: 'runs-changed' });
  expect(sent.map(({ type }) => type)).toEqual(['metrics', 'runs-changed']);
});

it('lets go of the line to a page that has been replaced', () => {
  const { channel: events, close } = channel();
  events.connect({ postMessage: () => undefined } as unknown as MessagePort);
  expect(close).toHaveBeenCalledOnce();
});
