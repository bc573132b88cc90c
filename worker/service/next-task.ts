/**
 * Lets the worker handle the messages that wait for it. By MessageChannel, because timers are clamped to
 * 4 ms when nested and to a second in hidden pages, and animation frames stop there.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();
