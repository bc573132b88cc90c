interface Host {
  readonly process?: { memoryUsage?(): { readonly heapUsed: number } };
  readonly performance: { readonly memory?: { readonly usedJSHeapSize: number } };
}

/** Bytes of the JavaScript heap in use, garbage included: Node tells, some browsers do, others answer undefined. */
export function heapUsed(): number | undefined {
  const { process, performance } = globalThis as unknown as Host;
  return process?.memoryUsage?.().heapUsed ?? performance.memory?.usedJSHeapSize;
}
