// Numbers of the elementwise operations, for the kernel and for its encoder (../operations/elementwise.ts): only what is
// both TypeScript and AssemblyScript.

export const add = 0;
export const sub = 1;
export const mul = 2;
export const div = 3;
export const maximum = 4;
export const minimum = 5;
export const squaredDifference = 6;
export const less = 7;
export const lessEqual = 8;
export const greater = 9;
export const greaterEqual = 10;
export const equal = 11;
export const notEqual = 12;
export const and = 13;
export const or = 14;
export const tanhGrad = 15;
export const eluGrad = 16;
export const select = 17;
export const identity = 18;
export const neg = 19;
export const abs = 20;
export const square = 21;
export const sqrt = 22;
export const rsqrt = 23;
export const reciprocal = 24;
export const relu = 25;
export const leakyRelu = 26;
export const step = 27;
export const clip = 28;
export const sign = 29;
export const floor = 30;
export const ceil = 31;
export const round = 32;
export const truncate = 33;
export const not = 34;
export const isNaN = 35;
export const exp = 36;
export const expm1 = 37;
export const elu = 38;
export const tanh = 39;
export const sigmoid = 40;
export const log = 41;
export const log1p = 42;
export const softplus = 43;
export const sin = 44;
export const cos = 45;

/** Expands or converts a load into a slot. */
export const expand = 46;
/** Stores a slot as int32, towards zero. */
export const storeInt = 47;
/** Stores a slot as bool: 1 where it is not 0. */
export const storeBool = 48;

/** Words of the body before its steps, and of each step. */
export const headWords = 5;
export const stepWords = 7;
