// Where threads of a program meet: a barrier of which each round has a number, so that it can be used again at once.
// Threads that meet within microseconds only look; one that waits longer sleeps. The builds without shared memory have
// one thread, which never waits.

/** Bytes of the barrier; each count has a cache line of its own. See ../program/barrier.ts. */
const arrived: usize = 0;
const round: usize = 64;
const sleepers: usize = 128;
const failed: usize = 192;
/** Seconds that a thread waits for the others before it takes them for dead. */
const patience: usize = 196;

/** Looks before a thread goes to sleep: some tens of microseconds, which is what waking up costs. */
const looks = 20_000;

/** Nanoseconds that a thread sleeps at most before it looks whether the others are alive. */
const nap: i64 = 1_000_000_000;

let place: usize = 0;

/** Says where the threads of this run meet. */
export function enter(barrier: usize): void {
  place = barrier;
}

/**
 * Returns once every thread of a parallel instruction has called it; `threads` is the number the kernel was given. Traps
 * when another thread has failed or does not come.
 */
export function sync(threads: i32): void {
  if (threads == 1) return;
  if (ASC_FEATURE_THREADS) meet(threads);
  else unreachable();
}

function meet(threads: i32): void {
  const current = atomic.load<i32>(place, round);
  if (atomic.add<i32>(place, 1, arrived) + 1 == threads) {
    atomic.store<i32>(place, 0, arrived);
    atomic.store<i32>(place, current + 1, round);
    // Who counts itself among the sleepers only now finds the new round and stays awake.
    if (atomic.load<i32>(place, sleepers) > 0) atomic.notify(place + round, -1);
    return;
  }
  for (let look = 0; look < looks; look++) {
    if (atomic.load<i32>(place, round) != current) return;
  }
  sleep(current);
}

function sleep(current: i32): void {
  atomic.add<i32>(place, 1, sleepers);
  const most = load<i32>(place, patience);
  for (let naps = 0; atomic.load<i32>(place, round) == current; naps++) {
    if (naps > most || atomic.load<i32>(place, failed)) {
      atomic.store<i32>(place, 1, failed);
      unreachable();
    }
    atomic.wait<i32>(place + round, current, nap);
  }
  atomic.sub<i32>(place, 1, sleepers);
}
