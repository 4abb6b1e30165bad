/**
 * What became of tests. The reporters write a line as each one ends, so that a runner that is stopped has still told what had ended; here
 * the lines are read and counted.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { nothing, type Totals } from './totals.ts';

const record = z.discriminatedUnion('kind', [
  /** One attempt at a test. `failedBefore`: attempts that failed before this one and were not told by themselves. */
  z.object({
    kind: z.literal('test'),
    /** The runner's own: names may be alike. */
    id: z.string(),
    file: z.string(),
    name: z.string(),
    state: z.enum(['passed', 'failed', 'skipped']),
    failedBefore: z.number().default(0),
    /** Why it was skipped, where the test says so. */
    reason: z.string().optional(),
    /** What went wrong, also where it passed when tried again. */
    error: z.string().optional(),
  }),
  /** Something that failed outside any test: a file that could not be read, a hook, an unhandled error. */
  z.object({ kind: z.literal('fault'), where: z.string() }),
]);

export type OutcomeRecord = z.input<typeof record>;

/** Environment variable that names the file the reporters write to. */
export const outcomesVariable = 'VIRTDECK_TEST_OUTCOMES';

/** For the reporters. */
export function write(outcome: OutcomeRecord): void {
  const file = process.env[outcomesVariable];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(outcome)}\n`);
}

export interface Outcomes {
  readonly totals: Totals;
  /** `file > test (what went wrong)` of those that passed only when tried again. */
  readonly flaky: readonly string[];
  /** `file > test` of those that failed, and where else something did. */
  readonly failed: readonly string[];
  /** `file > test (reason)` of those that were skipped. */
  readonly skipped: readonly string[];
}

/** A file that is not there tells of no test. */
export function readOutcomes(file: string): Outcomes {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return { totals: nothing, flaky: [], failed: [], skipped: [] };
  }
  return outcomesOf(text);
}

/** @param text lines of JSON; the last one may be cut off where its writer was killed */
export function outcomesOf(text: string): Outcomes {
  const last = new Map<string, Last>();
  const faults: string[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const outcome = record.parse(JSON.parse(line));
    if (outcome.kind === 'fault') {
      faults.push(outcome.where);
      continue;
    }
    const { id, file, name, state, failedBefore, reason, error } = outcome;
    const everFailed = state === 'failed' || failedBefore > 0 || (last.get(id)?.everFailed ?? false);
    const firstError = last.get(id)?.firstError ?? error;
    last.set(id, { label: `${file} > ${name}`, state, everFailed, reason, firstError });
  }
  const inState = (wanted: 'passed' | 'failed' | 'skipped') =>
    [...last.values()].filter(({ state }) => state === wanted);
  const failed = [...inState('failed').map(({ label }) => label), ...faults];
  return {
    totals: { passed: inState('passed').length, failed: failed.length, skipped: inState('skipped').length },
    flaky: inState('passed').flatMap(({ label, everFailed, firstError }) =>
      everFailed ? [withNote(label, firstError && firstLine(firstError))] : [],
    ),
    failed,
    skipped: inState('skipped').map(({ label, reason }) => withNote(label, reason)),
  };
}

const withNote = (label: string, note: string | undefined): string => (note ? `${label} (${note})` : label);

/** Without colours. */
const firstLine = (text: string): string => stripVTControlCharacters(text).trim().split('\n')[0] ?? '';

/** What is known of a test after its last attempt. */
interface Last {
  readonly label: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly everFailed: boolean;
  readonly reason: string | undefined;
  readonly firstError: string | undefined;
}
