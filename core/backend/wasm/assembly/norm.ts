import { int } from './arguments';
import { batchBackward, batchForward } from './batch-norm';
import { layerBackward, layerForward } from './layer-norm';

export function normForward(at: usize, scratch: usize, thread: i32, threads: i32): void {
  if (int(at, 0)) layerForward(at, scratch, thread, threads);
  else batchForward(at, scratch, thread, threads);
}

export function normBackward(at: usize, scratch: usize, thread: i32, threads: i32): void {
  if (int(at, 0)) layerBackward(at, scratch, thread, threads);
  else batchBackward(at, scratch, thread, threads);
}
