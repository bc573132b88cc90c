export function gather(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

export function oneHot(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

export function scatterAdd(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

