import type { Chain, Load, MicroStep, Store } from '../../program/chain.ts';
import { microOperations } from '../../program/chain.ts';
import * as codes from '../assembly/chain-codes.ts';

/** Where the registers of a chain are kept while its kernel goes over a block of elements. */
export interface ChainPlan {
  /** Elements that go through all steps together. */
  readonly block: number;
  /** Blocks of scratch memory. */
  readonly slots: number;
  /** The body that `../assembly/chain.ts` reads. */
  readonly words: Int32Array;
}

/** What a block's slots and tensors may take of the first-level cache, which holds 32 KiB at least. */
const cacheBytes = 24 * 1024;
const largestBlock = 1024;
const smallestBlock = 256;

const plans = new WeakMap<Chain, ChainPlan>();

/** The plan of a chain; made once. */
export function planOf(chain: Chain): ChainPlan {
  let plan = plans.get(chain);
  if (plan === undefined) {
    plan = makePlan(chain);
    plans.set(chain, plan);
  }
  return plan;
}

function makePlan(chain: Chain): ChainPlan {
  for (let limit = largestBlock; ; limit /= 2) {
    const block = blockOf(chain, limit);
    const plan = allocate(chain, block);
    const streams = plan.slots + chain.loads.filter((load) => isDirect(chain, load)).length + chain.stores.length;
    if (limit === smallestBlock || streams * block * 4 <= cacheBytes) return plan;
  }
}

const isFull = ({ size }: Chain, { repeat, period }: Load) => repeat === 1 && period === size;

/** Whether a load is read from its tensor as it lies there. */
const isDirect = (chain: Chain, load: Load) => load.dtype === 'float32' && isFull(chain, load);

/** Elements after which a load begins anew. */
const cycleOf = ({ repeat, period }: Load) => (period === 1 ? 1 : repeat * period);

/** A block of at most `limit` elements into which as many broadcasts as possible fit a whole number of times. */
function blockOf(chain: Chain, limit: number): number {
  const cycles = chain.loads.filter((load) => !isFull(chain, load)).map(cycleOf);
  const step = cycles.reduce((multiple, cycle) => {
    const common = (multiple / greatestDivisor(multiple, cycle)) * cycle;
    return common <= limit ? common : multiple;
  }, 4);
  return Math.min(Math.floor(limit / step) * step, Math.ceil(chain.size / 4) * 4);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** Steps of the kernel, with places for registers, by linear scan. */
function allocate(chain: Chain, block: number): ChainPlan {
  const { size, loads, stores } = chain;
  const steps = neededSteps(withOwnRegisters(chain), loads.length, stores);
  const lastUse = new Map<number, number>();
  steps.forEach(({ step }, time) => operandsOf(step).forEach((register) => lastUse.set(register, time)));
  const storeOf = new Map(steps.flatMap(({ register, store }) => (store === undefined ? [] : [[register, store]])));
  // An output may lie where a full load does: nothing goes there while such a load is still to be read.
  const lastDirect = steps.findLastIndex(({ step }) =>
    operandsOf(step).some((register) => register < loads.length && isDirect(chain, loads[register]!)),
  );

  const once: number[] = [];
  const each: number[] = [];
  const late: number[] = [];
  const places = new Map<number, number>();
  const free: number[] = [];
  let slots = 0;
  const takeSlot = () => free.pop() ?? slots++;
  const tensorPlace = (index: number) => ~index;

  loads.forEach((load, register) => {
    if (isDirect(chain, load)) places.set(register, tensorPlace(stores.length + register));
    else if (lastUse.has(register) && (size <= block || block % cycleOf(load) === 0)) {
      // Filled before the first block, it stays.
      const slot = takeSlot();
      places.set(register, slot);
      lastUse.set(register, Infinity);
      once.push(...expansion(slot, load, tensorPlace(stores.length + register)));
    }
  });
  steps.forEach(({ step, register }, time) => {
    const operands = operandsOf(step);
    for (const operand of operands) {
      if (places.has(operand)) continue;
      const slot = takeSlot();
      places.set(operand, slot);
      each.push(...expansion(slot, loads[operand]!, tensorPlace(stores.length + operand)));
    }
    for (const operand of new Set(operands)) {
      const place = places.get(operand)!;
      if (place >= 0 && lastUse.get(operand) === time) free.push(place);
    }
    const store = storeOf.get(register);
    const target = store === undefined ? undefined : tensorPlace(store);
    const isOwnFloat = store !== undefined && stores[store]!.dtype === 'float32';
    const place = isOwnFloat && time >= lastDirect ? target! : takeSlot();
    places.set(register, place);
    const [a, b = 0, c = 0] = operands.map((operand) => places.get(operand)!);
    each.push(...wordsOf(codes[step.code], place, [a!, b, c], step.p, step.q));
    if (place !== target && store !== undefined) {
      // A slot that waits for its store is nobody else's.
      lastUse.set(register, Infinity);
      late.push(...wordsOf(storeCodes[stores[store]!.dtype], target!, [place, 0, 0]));
    }
  });
  each.push(...late);
  const count = (words: readonly number[]) => words.length / codes.stepWords;
  const words = Int32Array.from([size, block, slots, count(once), count(each), ...once, ...each]);
  return { block, slots, words };
}

const storeCodes = { float32: codes.identity, int32: codes.storeInt, bool: codes.storeBool };
const loadCodes = { float32: 0, int32: 1, bool: 2 };

const expansion = (slot: number, { dtype, repeat, period }: Load, tensor: number) => [
  ...[codes.expand, slot, tensor, loadCodes[dtype], repeat, period, 0],
];

const word = new DataView(new ArrayBuffer(4));

function floatBits(value: number): number {
  word.setFloat32(0, value, true);
  return word.getInt32(0, true);
}

const wordsOf = (code: number, place: number, operands: readonly number[], p = 0, q = 0) => [
  code,
  place,
  ...operands,
  floatBits(p),
  floatBits(q),
];

const operandsOf = ({ code, a, b, c }: MicroStep): number[] => [a, b!, c!].slice(0, microOperations[code]);

interface PlannedStep {
  readonly step: MicroStep;
  readonly register: number;
  /** Index of the store that its result is for. */
  readonly store?: number;
}

/** The steps, and copies for the stores of loads and of what is stored more than once: each store has its own step. */
function withOwnRegisters({ loads, steps, stores }: Chain): PlannedStep[] {
  const own: PlannedStep[] = steps.map((step, index) => ({ step, register: loads.length + index }));
  stores.forEach(({ register }, store) => {
    const made = own[register - loads.length];
    if (made !== undefined && made.store === undefined) own[register - loads.length] = { ...made, store };
    else own.push({ step: { code: 'identity', a: register }, register: loads.length + own.length, store });
  });
  return own;
}

/** Without those that nothing stored depends on. */
function neededSteps(steps: readonly PlannedStep[], loads: number, stores: readonly Store[]): PlannedStep[] {
  const needed = new Set(steps.flatMap(({ register, store }) => (store === undefined ? [] : [register])));
  if (stores.length === 0) return [];
  for (let index = steps.length - 1; index >= 0; index--) {
    if (needed.has(loads + index)) operandsOf(steps[index]!.step).forEach((register) => needed.add(register));
  }
  return steps.filter(({ register }) => needed.has(register));
}
