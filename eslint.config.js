import js from '@eslint/js';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import { existsSync } from 'node:fs';
import { tsImport } from 'tsx/esm/api';
import ts from 'typescript-eslint';

const bannedOpsFile = new URL('./core/backend/banned-ops.ts', import.meta.url);
const { bannedOps } = existsSync(bannedOpsFile)
  ? await tsImport('./core/backend/banned-ops.ts', import.meta.url)
  : { bannedOps: {} };

const tensorFlow = {
  regex: '^@tensorflow/',
  message: 'Only core/backend names TensorFlow.js: import core/backend/tf.ts.',
};
const backend = { regex: 'core/backend/|\\.\\./backend/|\\./backend/', message: 'This room holds no tensors.' };

/** Functions of Math that differ between engines, so that nothing which reaches a weight may use them. */
const engineMath = [
  'exp',
  'expm1',
  'log',
  'log1p',
  'log2',
  'log10',
  'pow',
  'sin',
  'cos',
  'tan',
  'tanh',
  'sinh',
  'cosh',
  'random',
]
  .concat(['asin', 'acos', 'atan', 'atan2', 'asinh', 'acosh', 'atanh', 'cbrt', 'hypot'])
  .map((property) => ({
    object: 'Math',
    property,
    message: 'Differs between engines: use core/random/elementary.ts, or core/random for draws.',
  }));

const tensorOps = Object.entries(bannedOps).map(([name, reason]) => ({
  object: 'tf',
  property: name,
  message: `${reason}`,
}));

export default ts.config(
  // AssemblyScript: its own compiler checks it.
  {
    ignores: [
      'core/backend/wasm/assembly/',
      'dist/',
      'node_modules/',
      '.cache/',
      'runs/',
      'test-results/',
      'playwright-report/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { ...js.configs.recommended, languageOptions: { globals: { URL: 'readonly' } } },
  {
    files: ['**/*.ts'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/require-await': 'off',
      // Interfaces here are of functions that need no `this`.
      '@typescript-eslint/unbound-method': 'off',
      eqeqeq: 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
    },
  },
  { files: ['web/**/*.ts'], extends: [lit['flat/recommended'], wc['flat/recommended']] },
  {
    files: ['**/*.ts'],
    ignores: ['core/backend/**', 'e2e/**'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [tensorFlow] }] },
  },
  {
    files: ['{web,core/spec,core/random,core/data}/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [tensorFlow, { ...backend, allowTypeImports: false }] },
      ],
    },
  },
  {
    files: ['core/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: { 'no-restricted-properties': ['error', ...tensorOps, ...engineMath] },
  },
  {
    // Figures for people and float64 checks, from which no weight is made.
    files: ['core/theory/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', ...tensorOps] },
  },
  { files: ['**/*.config.ts'], rules: { 'no-restricted-exports': 'off' } },
);
