/**
 * npm test [-- PATH...]: sets up what the tests need, builds, runs the unit and integration tests (Vitest) and the end-to-end tests
 * (Playwright), and closes with the line "N passed, N failed, N skipped". Exit code 0 only if something ran and nothing failed.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../bootstrap.mjs';
import { whyNoNamespaces } from '../../test/lab/namespaces.ts';
import { ensurePackages } from '../machine/packages.ts';
import { command, say } from '../machine/say.ts';
import { needs, needsOf, type Need } from './needs.ts';
import { route } from './route.ts';
import { closingLine, exitCode, nothing, playwrightTotals, sum, vitestTotals, type Totals } from './totals.ts';

const node = process.execPath;
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const playwright = join(root, 'node_modules/@playwright/test/cli.js');
const minutes = 60_000;

/** Reasons why a need can't be met on this machine; nothing for what is there. Installs what is missing. */
async function meet(wanted: ReadonlySet<Need>): Promise<ReadonlyMap<Need, string>> {
  const reasons = new Map<Need, string>();
  for (const need of wanted) {
    const { name, packages } = needs[need];
    const reason = process.platform === 'linux' ? await lacking(need, packages) : `needs Linux, for ${name}`;
    if (reason !== undefined) reasons.set(need, reason);
  }
  return reasons;
}

async function lacking(need: Need, packages: readonly string[]): Promise<string | undefined> {
  const provision = await ensurePackages(packages, 'the tests');
  switch (provision.kind) {
    case 'met':
      return need === 'lab' ? whyNoNamespaces() : undefined;
    case 'failed':
      totals.push({ ...nothing, failed: 1 }); // not the machine's limits: something is wrong
      return provision.reason;
    case 'unavailable':
      return provision.reason;
    default:
      return provision satisfies never;
  }
}

/** The first reason why a file can't run. */
function reasonAgainst(file: string, reasons: ReadonlyMap<Need, string>): string | undefined {
  return [...needsOf(file)].map((need) => reasons.get(need)).find((reason) => reason !== undefined);
}

/** @throws with Vitest's words: files that could not be listed must not pass for none */
async function vitestFiles(project: string, filters: readonly string[]): Promise<string[]> {
  const listed = await command([node, vitest, 'list', '--filesOnly', '--json', '--project', project, ...filters], {
    cwd: root,
    timeoutMs: 5 * minutes,
  });
  const start = listed.stdout.indexOf('[');
  if (listed.code !== 0 || start < 0)
    throw new Error(`The ${project} tests could not be listed: ${listed.stderr.trim() || listed.stdout.trim()}`);
  return z
    .array(z.object({ file: z.string() }))
    .parse(JSON.parse(listed.stdout.slice(start)))
    .map(({ file }) => file);
}

/** Names, with the reason, the tests of files that can't run here. */
async function skipVitest(project: string, files: ReadonlyMap<string, string>): Promise<Totals> {
  if (files.size === 0) return nothing;
  const listed = await command([node, vitest, 'list', '--json', '--project', project, ...files.keys()], {
    cwd: root,
    timeoutMs: 2 * minutes,
  });
  const tests = z
    .array(z.object({ name: z.string(), file: z.string() }))
    .parse(JSON.parse(listed.stdout.slice(listed.stdout.indexOf('['))));
  for (const { name, file } of tests) say(`skipped: ${name} (${files.get(file) ?? 'its file can not run here'})`);
  return { ...nothing, skipped: tests.length };
}

interface Runner {
  readonly title: string;
  readonly argv: readonly [string, ...string[]];
  readonly env?: NodeJS.ProcessEnv;
  readonly report: string;
  readonly timeoutMs: number;
  totals(report: unknown): Totals;
}

async function runAndCount({ title, argv, env = {}, report, timeoutMs, totals }: Runner): Promise<Totals> {
  say(`\n== ${title}`);
  const { code } = await command(argv, { cwd: root, show: true, timeoutMs, env });
  if (!existsSync(report)) {
    say(`${title}: ended with code ${code} and without a report`);
    return { ...nothing, failed: 1 };
  }
  const counted = totals(JSON.parse(await readFile(report, 'utf8')));
  // A runner that fails for a reason of its own (an unhandled error, a threshold) must not look like success.
  return code !== 0 && counted.failed === 0 ? sum(counted, { ...nothing, failed: 1 }) : counted;
}

interface Chosen {
  readonly filters: readonly string[];
  /** What the filters match. */
  readonly files: readonly string[];
}

async function choose(project: 'unit' | 'integration', filters: readonly string[] | undefined): Promise<Chosen> {
  if (filters === undefined) return { filters: [], files: [] };
  try {
    return { filters, files: await vitestFiles(project, filters) };
  } catch (thrown) {
    say(thrown instanceof Error ? thrown.message : String(thrown));
    totals.push({ ...nothing, failed: 1 });
    return { filters, files: [] };
  }
}

async function runVitest(
  project: 'unit' | 'integration',
  { filters, files }: Chosen,
  reports: string,
  reasons: ReadonlyMap<Need, string>,
): Promise<Totals> {
  const blocked = new Map<string, string>();
  for (const file of files) {
    const reason = reasonAgainst(file, reasons);
    if (reason !== undefined) blocked.set(file, reason);
  }
  const skipped = await skipVitest(project, blocked);
  const runnable = blocked.size > 0 ? files.filter((file) => !blocked.has(file)) : filters;
  if (files.length === blocked.size) return skipped;
  const report = join(reports, `${project}.json`);
  const ran = await runAndCount({
    title: `${project} tests`,
    argv: [
      node,
      vitest,
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...runnable,
    ],
    report,
    timeoutMs: 40 * minutes,
    totals: vitestTotals,
  });
  return sum(skipped, ran);
}

async function runPlaywright(
  filters: readonly string[],
  reports: string,
  reasons: ReadonlyMap<Need, string>,
): Promise<Totals> {
  const listed = await command([node, playwright, 'test', '--list', ...filters], { cwd: root, timeoutMs: 5 * minutes });
  const tests = listed.stdout
    .split('\n')
    .filter((line) => line.includes(' › '))
    .map((line) => line.trim());
  if (tests.length === 0)
    return listed.stdout.includes('0 tests') || /No tests found/.test(listed.stdout + listed.stderr)
      ? nothing
      : failedToList(listed.stderr || listed.stdout);
  const reason = reasons.get('browser') ?? reasons.get('lab');
  if (reason !== undefined) {
    for (const name of tests) say(`skipped: ${name} (${reason})`);
    return { ...nothing, skipped: tests.length };
  }
  const report = join(reports, 'e2e.json');
  return runAndCount({
    title: 'end-to-end tests',
    argv: [node, playwright, 'test', '--reporter=list,json', ...filters],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    report,
    timeoutMs: 40 * minutes,
    totals: playwrightTotals,
  });
}

function failedToList(words: string): Totals {
  say(`the end-to-end tests could not be listed: ${words.trim()}`);
  return { ...nothing, failed: 1 };
}

/** A build that fails is one failure; tests that need none run all the same. */
async function build(): Promise<Totals> {
  say('\n== build');
  const { code } = await command([node, join(root, 'build/build.ts')], {
    cwd: root,
    show: true,
    timeoutMs: 5 * minutes,
  });
  return { ...nothing, failed: code === 0 ? 0 : 1 };
}

const routes = route(process.argv.slice(2), root);
const reports = await mkdtemp(join(tmpdir(), 'virtdeck-test-'));
const totals: Totals[] = [];
const unit = await choose('unit', routes.unit);
const integration = await choose('integration', routes.integration);
const wanted = new Set<Need>([
  ...[...unit.files, ...integration.files].flatMap((file) => [...needsOf(file)]),
  ...(routes.e2e ? (['lab', 'browser'] as const) : []),
]);
const reasons = await meet(wanted);
for (const [need, reason] of reasons) say(`${needs[need].name}: ${reason}`);
if (routes.integration || routes.e2e) totals.push(await build());
if (routes.unit) totals.push(await runVitest('unit', unit, reports, reasons));
if (routes.integration) totals.push(await runVitest('integration', integration, reports, reasons));
if (routes.e2e) totals.push(await runPlaywright(routes.e2e, reports, reasons));
await rm(reports, { recursive: true, force: true });
const total = sum(...totals);
if (total.passed === 0 && total.failed === 0) say('\nNo test ran.');
say(`\n${closingLine(total)}`);
process.exitCode = exitCode(total);
