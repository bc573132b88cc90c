/** The rooms in order: each may use those before it. */
const rooms = ['core', 'evaluation', 'worker', 'web', 'e2e'];

/** Code of core and worker that the page may run: pure, and free of tensors. All else crosses as types. */
const pureForThePage =
  '^(core/spec/|core/theory/|core/training/schedule\\.ts$|core/data/points-csv\\.ts$|worker/protocol/)';

/** Tests, what only they use, and programs that run at build time. */
const testCode =
  '\\.(test|suite|fixture)\\.ts$|/testing(/|\\.ts$)|^core/data/pack|^core/backend/wasm/compile|^evaluation/.*recipe';

const direction = rooms.map((room, index) => ({
  name: `${room}-depends-only-on-what-is-before-it`,
  severity: 'error',
  comment: rooms.join(' -> '),
  from: { path: `^${room}/` },
  to: { path: rooms.slice(index + 1).map((later) => `^${later}/`) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...direction.filter(({ to }) => to.path.length > 0),
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Types may refer to each other; code may not.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'web-takes-only-types-from-the-engine',
      severity: 'error',
      from: { path: '^web/', pathNot: testCode },
      to: { path: '^(core|evaluation|worker)/', pathNot: pureForThePage, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-page-holds-no-tensors',
      severity: 'error',
      from: { path: `^web/|${pureForThePage}|^core/(random|data)/`, pathNot: testCode },
      to: { path: '@tensorflow/|^core/backend/' },
    },
    {
      name: 'one-door-to-tensorflow',
      severity: 'error',
      from: { path: '^(core|evaluation|worker)/', pathNot: `^core/backend/|${testCode}` },
      to: { path: '@tensorflow/' },
    },
    {
      name: 'comlink-only-between-worker-and-page',
      severity: 'error',
      from: { path: '^(core|evaluation)/' },
      to: { path: 'node_modules/(comlink|idb|lit)/' },
    },
    {
      name: 'tests-are-not-imported',
      severity: 'error',
      from: {},
      to: { path: '\\.(test|spec)\\.ts$' },
    },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'the-app-uses-no-development-package',
      severity: 'error',
      from: { path: '^(core|evaluation|worker|web)/', pathNot: testCode },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.cache)/|^core/backend/wasm/assembly/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default', 'types'] },
  },
};
