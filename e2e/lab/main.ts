import { parseArguments, usage, UsageError } from './arguments.ts';
import { evaluate } from './evaluate.ts';
import { list } from './list.ts';
import { costLine, metricLines } from './report.ts';
import { experimentLines, reportLines, reproduce } from './reproduce.ts';
import { merge } from './merge.ts';
import { study } from './study.ts';
import { train } from './train.ts';

async function main(): Promise<void> {
  const args = parseArguments(process.argv.slice(2));
  switch (args.command) {
    case 'train': {
      const result = await train(args);
      const { step, spec, stepsPerSecond, backend, digest, measured, interrupted } = result;
      console.log(`step ${step} of ${spec.steps}, ${stepsPerSecond.toPrecision(3)} steps/s on ${backend}`);
      console.log(`digest ${digest}`);
      for (const line of metricLines(measured)) console.log(line);
      if (interrupted) console.log('Stopped and saved. The same command with --resume goes on.');
      return;
    }
    case 'evaluate': {
      const { step, measured, costs } = await evaluate(args);
      console.log(`step ${step}`);
      for (const line of metricLines(measured)) console.log(line);
      console.log(costLine(costs));
      return;
    }
    case 'reproduce': {
      if (args.target === undefined) {
        for (const line of experimentLines()) console.log(line);
        return;
      }
      const result = await reproduce(args);
      for (const line of reportLines(result)) console.log(line);
      if (!result.passed) process.exitCode = 1;
      return;
    }
    case 'study': {
      const { lines, complete } = await study(args);
      for (const line of lines) console.log(line);
      if (!complete && args.shard === undefined) process.exitCode = 1;
      return;
    }
    case 'merge': {
      const { lines, complete } = await merge(args);
      for (const line of lines) console.log(line);
      if (!complete) process.exitCode = 1;
      return;
    }
    case 'list':
      return list(args.target);
    case 'help':
      console.log(usage);
      return;
    default:
      throw new UsageError(`There is no command ${args.command}`);
  }
}

main().catch((error: unknown) => {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${usage}`);
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
