/**
 * npm test [-- PATH...]: sets up what the tests need, builds, runs the unit and integration tests (Vitest) and the end-to-end tests
 * (Playwright), and closes with the line "N passed, N failed, N skipped". Exit code 0 only if something ran and nothing failed.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../bootstrap.mjs';
import { bootImages } from '../../test/lab/bootImages.ts';
import { guestImages } from '../../test/lab/guestImages.ts';
import { temporaryFolder } from '../../test/lab/lifeline.ts';
import { whyNoNamespaces } from '../../test/lab/namespaces.ts';
import { PackagesMissing } from '../../test/lab/packages.ts';
import { ensurePackages } from '../machine/packages.ts';
import { command, say } from '../machine/say.ts';
import { imagesOf, needs, needsOf, type Need } from './needs.ts';
import { outcomesVariable, readOutcomes } from './outcomes.ts';
import { route } from './route.ts';
import { runToEnd } from './runner.ts';
import { filesOf, type TestKind } from './testFiles.ts';
import { closingLine, exitCode, nothing, sum, type Totals } from './totals.ts';

const node = process.execPath;
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const playwright = join(root, 'node_modules/@playwright/test/cli.js');
const kinds = ['unit', 'integration', 'e2e'] as const;
const titles: Record<TestKind, string> = {
  unit: 'unit tests',
  integration: 'integration tests',
  e2e: 'end-to-end tests',
};
const minutes = 60_000;
/** All of it, however slow the machine: what is not through by then hangs. */
const wholeRun = 70 * minutes;

const stop = new AbortController();
const totals: Totals[] = [];
const flaky: string[] = [];

/** Counts something that went wrong outside the tests. */
function fault(words: string): void {
  say(words);
  totals.push({ ...nothing, failed: 1 });
}

const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

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
    case 'failed': // not the machine's limits: something is wrong
      fault(`${needs[need].name}: ${provision.reason}`);
      return provision.reason;
    case 'unavailable':
      return provision.reason;
    default:
      return provision satisfies never;
  }
}

/** The first reason why a file can't run. */
function reasonAgainst(file: string, reasons: ReadonlyMap<Need, string>): string | undefined {
  return [...needsOf(join(root, file))].map((need) => reasons.get(need)).find((reason) => reason !== undefined);
}

/** Builds images of guests before any test: that is nothing for a test's time. */
async function buildImages(files: readonly string[]): Promise<void> {
  const wanted = new Set(files.flatMap((file) => [...imagesOf(join(root, file))]));
  if (wanted.size === 0) return;
  say('\n== guests of the lab');
  try {
    await guestImages();
    if (wanted.has('boot')) await bootImages();
  } catch (thrown) {
    // What apt does not have, the tests that need it are skipped for.
    if (thrown instanceof PackagesMissing) say(thrown.message);
    else fault(`The guests could not be built: ${wordsOf(thrown)}`);
  }
}

/** A build that fails is one failure; tests that need none run all the same. */
async function build(): Promise<void> {
  say('\n== build');
  const { code } = await command([node, join(root, 'build/build.ts')], {
    cwd: root,
    show: true,
    timeoutMs: 10 * minutes,
  });
  if (code !== 0) fault('The build failed.');
}

const listing: Record<TestKind, (files: readonly string[]) => readonly [string, ...string[]]> = {
  unit: (files) => [node, vitest, 'list', '--json', '--project', 'unit', ...files],
  integration: (files) => [node, vitest, 'list', '--json', '--project', 'integration', ...files],
  e2e: (files) => [node, playwright, 'test', '--list', ...files],
};
const vitestList = z.array(z.object({ name: z.string(), file: z.string() }));

/** Names, with the reason, the tests of files that can't run here. */
async function skip(kind: TestKind, blocked: ReadonlyMap<string, string>): Promise<void> {
  if (blocked.size === 0) return;
  const { code, stdout, stderr } = await command(listing[kind]([...blocked.keys()]), {
    cwd: root,
    timeoutMs: 5 * minutes,
  });
  if (code !== 0) return fault(`The ${titles[kind]} that can't run here could not be listed: ${stderr || stdout}`);
  const names =
    kind === 'e2e'
      ? stdout.split('\n').filter((line) => line.includes(' › '))
      : vitestList.parse(JSON.parse(stdout.slice(stdout.indexOf('[')))).map(({ name, file }) => `${file} > ${name}`);
  const reasons = [...new Set(blocked.values())].join('; ');
  for (const name of names) say(`skipped: ${name.trim()} (${reasons})`);
  totals.push({ ...nothing, skipped: names.length });
}

const running: Record<TestKind, (files: readonly string[]) => readonly [string, ...string[]]> = {
  unit: (files) => [...vitestRun, '--project', 'unit', ...files],
  integration: (files) => [...vitestRun, '--project', 'integration', ...files],
  e2e: (files) => [node, playwright, 'test', '--reporter=list,./build/test/playwrightReporter.ts', ...files],
};
const vitestRun = [node, vitest, 'run', '--reporter=default', '--reporter=./build/test/vitestReporter.ts'] as const;

async function run(kind: TestKind, files: readonly string[], outcomes: string): Promise<void> {
  if (files.length === 0) return;
  say(`\n== ${titles[kind]}`);
  const env = { ...process.env, [outcomesVariable]: outcomes };
  const end = await runToEnd(running[kind](files), { cwd: root, env, signal: stop.signal });
  const told = readOutcomes(outcomes);
  totals.push(told.totals);
  flaky.push(...told.flaky);
  for (const name of told.skipped) say(`skipped: ${name}`);
  for (const name of told.failed) say(`FAILED ${name}`);
  if (end.kind === 'stopped') return fault(`The ${titles[kind]} were stopped: ${String(stop.signal.reason)}.`);
  // A runner that fails for a reason of its own must not look like success, nor one that ran nothing.
  if (end.code !== 0 && told.totals.failed === 0) fault(`The ${titles[kind]} ended with code ${end.code}.`);
  else if (told.totals.passed + told.totals.failed + told.totals.skipped === 0)
    fault(`The ${titles[kind]} told of no test.`);
}

/** The list of tests that passed only when tried again, after the totals; a file of them for who looks later. */
function tellFlaky(): void {
  const folder = join(root, 'test-results');
  const file = join(folder, 'flaky.txt');
  rmSync(file, { force: true });
  if (flaky.length === 0) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, flaky.map((name) => `${name}\n`).join(''));
  for (const name of flaky) say(`FLAKY ${name}`);
}

/** Stops where the time is over, where someone says so, and where nobody is left to be told. */
function watchForStop(): void {
  setTimeout(() => stop.abort(`they took longer than ${wholeRun / minutes} minutes`), wholeRun).unref();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort(signal));
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop.abort('whoever started them has gone'), 1000).unref();
}

watchForStop();
const reports = temporaryFolder('virtdeck-test-');
const routes = route(process.argv.slice(2), root);
const chosen = kinds.map((kind) => ({
  kind,
  files: routes[kind] === undefined ? [] : filesOf(kind, routes[kind], root),
}));
const all = chosen.flatMap(({ files }) => files);
const reasons = await meet(new Set(all.flatMap((file) => [...needsOf(join(root, file))])));
for (const [need, reason] of reasons) say(`${needs[need].name}: ${reason}`);
await buildImages(all.filter((file) => reasonAgainst(file, reasons) === undefined));
if (routes.integration || routes.e2e) await build();
for (const { kind, files } of chosen) {
  const blocked = new Map<string, string>();
  for (const file of files) {
    const reason = reasonAgainst(file, reasons);
    if (reason !== undefined) blocked.set(file, reason);
  }
  await skip(kind, blocked);
  await run(
    kind,
    files.filter((file) => !blocked.has(file)),
    join(reports, `${kind}.jsonl`),
  );
}
rmSync(reports, { recursive: true, force: true });
const total = sum(...totals);
if (total.passed === 0 && total.failed === 0) say('\nNo test ran.');
say(`\n${closingLine(total)}`);
tellFlaky();
process.exitCode = exitCode(total);
