/** Milliseconds that this Node process has kept processors busy: what else the machine does is none of it. */
export function processMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
