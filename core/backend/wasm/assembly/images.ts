export function avgPool(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

export function avgPoolGrad(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

export function resize(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

export function resizeGrad(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

