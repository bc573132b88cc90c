import { instantiate } from '../kernel-files.ts';
import type { Kernels } from '../kernel-files.ts';
import { breakBarrier } from './barrier.ts';
import { Control } from './thread-protocol.ts';
import type { FromThread, ToThread } from './thread-protocol.ts';

// First script of a thread of the pool (see thread-pool.ts). It sleeps between runs, so it hears messages only when the
// control block says that there are some.

interface Attached {
  readonly kernels: Kernels;
  readonly memory: WebAssembly.Memory;
  readonly barrier: number;
}

/** Looks for work before going to sleep: about as long as a step takes to be given its inputs. */
const looks = 20_000;

const programs = new Map<number, Attached>();
let control: Int32Array = new Int32Array(0);
let thread = 0;
let threads = 0;
let runs = 0;
let messages = 0;

addEventListener('message', ({ data }: MessageEvent<ToThread>) => {
  messages++;
  try {
    heed(data);
  } catch (error) {
    tell({ type: 'failed', message: String(error) });
  }
  work();
});

function heed(message: ToThread): void {
  switch (message.type) {
    case 'start':
      control = new Int32Array(message.control);
      ({ thread, threads } = message);
      return tell({ type: 'done' });
    case 'attach': {
      const { program, module, memory, barrier } = message;
      programs.set(program, { kernels: instantiate(module, memory), memory, barrier });
      return tell({ type: 'done' });
    }
    case 'detach':
      programs.delete(message.program);
  }
}

/** Runs what there is to run, until there are messages to hear. */
function work(): void {
  for (;;) {
    const signal = Atomics.load(control, Control.signal);
    if (Atomics.load(control, Control.runs) !== runs) {
      runs = (runs + 1) | 0;
      run();
    } else if (Atomics.load(control, Control.messages) !== messages) return;
    else wait(signal);
  }
}

function run(): void {
  const { kernels, memory, barrier } = programs.get(control[Control.program]!)!;
  try {
    kernels.run(control[Control.from]!, control[Control.end]!, thread, threads, barrier);
  } catch (error) {
    breakBarrier(memory, barrier);
    tell({ type: 'failed', message: String(error) });
  }
}

function wait(signal: number): void {
  for (let look = 0; look < looks; look++) if (Atomics.load(control, Control.signal) !== signal) return;
  Atomics.wait(control, Control.signal, signal);
}

function tell(answer: FromThread): void {
  postMessage(answer);
}
