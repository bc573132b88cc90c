/**
 * The text of every file that implements a formula, by its path from the root of the repository. It is part of the
 * app, so that formulas lead to their code without a network.
 */
export const sources: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(
    import.meta.glob<string>(
      [
        '../../core/{methods,objectives,theory}/**/*.ts',
        '../../core/networks/{,layers/}*.ts',
        '../../core/training/{dynamics,optimisers}/*.ts',
        '!**/*.test.ts',
        '!**/testing.ts',
      ],
      { query: '?raw', import: 'default', eager: true },
    ),
  ).map(([path, text]) => [path.replace('../../', ''), text]),
);
