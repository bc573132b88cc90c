/** Elementwise operations on one to three values. Comparisons give 1 or 0; all follow IEEE 754, NaN included. */
export const microOperations = {
  add: 2,
  sub: 2,
  mul: 2,
  div: 2,
  maximum: 2,
  minimum: 2,
  squaredDifference: 2,
  less: 2,
  lessEqual: 2,
  greater: 2,
  greaterEqual: 2,
  equal: 2,
  notEqual: 2,
  and: 2,
  or: 2,
  /** `a (1 - b^2)`: the gradient a through y = tanh(x), with b = y. */
  tanhGrad: 2,
  /** `b >= 0 ? a : a (b + 1)`: the gradient a through y = elu(x), with b = y. */
  eluGrad: 2,
  /** `a != 0 ? b : c`. */
  select: 3,
  identity: 1,
  neg: 1,
  abs: 1,
  square: 1,
  sqrt: 1,
  rsqrt: 1,
  reciprocal: 1,
  exp: 1,
  expm1: 1,
  log: 1,
  log1p: 1,
  tanh: 1,
  sigmoid: 1,
  softplus: 1,
  /** `exp(x) - 1` below zero, else x. */
  elu: 1,
  /** 0 up to zero (-0 included), else x; the bits of a product's epilogue. */
  relu: 1,
  /** `p x` below zero, else x. */
  leakyRelu: 1,
  /** 1 above zero, p below and at it, NaN at NaN. */
  step: 1,
  /** Within [p, q]; NaN stays NaN. */
  clip: 1,
  sign: 1,
  floor: 1,
  ceil: 1,
  /** Half to even. */
  round: 1,
  /** Towards zero. */
  truncate: 1,
  not: 1,
  isNaN: 1,
  sin: 1,
  cos: 1,
} as const;

export type MicroOperation = keyof typeof microOperations;

export type ElementType = 'float32' | 'int32' | 'bool';

/** How a chain reads a tensor: element e of the result meets element `floor(e / repeat) % period` of it. */
export interface Load {
  /** int32 and bool (one byte) are made floats when read. */
  readonly dtype: ElementType;
  readonly repeat: number;
  readonly period: number;
}

/** One elementwise operation; a, b and c are registers. */
export interface MicroStep {
  readonly code: MicroOperation;
  readonly a: number;
  readonly b?: number;
  readonly c?: number;
  /** Numbers of the operation itself. */
  readonly p?: number;
  readonly q?: number;
}

export interface Store {
  readonly register: number;
  /** int32 truncates; bool is 1 where the register is not 0. */
  readonly dtype: ElementType;
}

/**
 * Elementwise operations on results of one size, done together so that what is between them need not go to memory.
 * Register i is load i; the steps' results are the registers after. Every step rounds to float32, so a chain has the
 * same bits as its steps one by one.
 */
export interface Chain {
  readonly size: number;
  readonly loads: readonly Load[];
  readonly steps: readonly MicroStep[];
  readonly stores: readonly Store[];
}
