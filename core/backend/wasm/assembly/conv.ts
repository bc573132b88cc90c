export function conv(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

export function convInput(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

export function convFilter(at: usize, scratch: usize, thread: i32, threads: i32): void {
  unreachable();
}

