/**
 * `npm run bench -- [NAME...] [--json] [--vms 100,1000] [--rtt 0,50]`: measures, each with its peer in the same run.
 * Without a name all are run, one after the other. Figures of different runs or machines are not comparable; ratios are.
 */
import { parseArgs } from 'node:util';
import type { BenchOptions } from './options.ts';
import { openReport, type Report } from './report.ts';

type Bench = (report: Report, options: BenchOptions) => Promise<void>;

/** Name -> how to load it. Loaded on demand, so that one broken prerequisite doesn't stop the others. */
const benches: Readonly<Record<string, () => Promise<{ readonly run: Bench }>>> = {
  connect: () => import('./connect.ts'),
  tick: () => import('./tick.ts'),
  decode: () => import('./decode.ts'),
  vnc: () => import('./vnc.ts'),
  loop: () => import('./loop.ts'),
  frames: () => import('./frames.ts'),
  transfer: () => import('./transfer.ts'),
};

const numbers = (text: string | undefined): readonly number[] | undefined =>
  text
    ?.split(',')
    .map(Number)
    .filter((value) => Number.isFinite(value));

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, vms: { type: 'string' }, rtt: { type: 'string' } },
  });
  const report = openReport(values.json);
  const vms = numbers(values.vms);
  const rtts = numbers(values.rtt);
  const options: BenchOptions = { ...(vms && { vms }), ...(rtts && { rtts }) };
  for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
    const load = benches[name];
    if (!load) {
      report.say(`No benchmark "${name}"; there are: ${Object.keys(benches).join(', ')}`);
      process.exitCode = 2;
      continue;
    }
    const { run } = await load();
    await run(report, options);
  }
}

await main();
process.exit();
