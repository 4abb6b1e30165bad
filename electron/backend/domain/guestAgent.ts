/** Commands to a guest's agent (qemu-ga), which runs them inside. Only what was told to do it: nothing here is shell of a window's making. */
import { z } from 'zod';
import { appError } from '../../../shared/errors.ts';
import { procedures, type Connection } from '../../libvirt/index.ts';
import type { DomainTarget } from './target.ts';
import { pause } from '../calls/pause.ts';

/** Seconds that the agent may take for one answer. */
const ANSWER_S = 10;
const POLL_MS = 100;

/** @throws AppError what the agent, or libvirt in its place, said against it */
async function ask<T>(
  lane: Connection,
  { dom }: DomainTarget,
  answer: z.ZodType<T>,
  execute: string,
  words: object,
): Promise<T> {
  const cmd = JSON.stringify({ execute, arguments: words });
  const { result } = await lane.call(procedures.qemuDomainAgentCommand, { dom, cmd, timeout: ANSWER_S, flags: 0 });
  return z.object({ return: answer }).parse(JSON.parse(result ?? '{}')).return;
}

const started = z.object({ pid: z.number() });
const ended = z.object({ exited: z.boolean(), exitcode: z.number().optional(), 'out-data': z.string().optional() });

/**
 * Runs a program inside the guest and waits for its end.
 * @param limitMs how long it may take
 * @throws AppError `timeout`, `libvirt` when there is no agent or it doesn't allow that
 */
export async function guestExec(
  lane: Connection,
  target: DomainTarget,
  [path, ...arg]: readonly [string, ...string[]],
  limitMs = 60_000,
): Promise<{ readonly code: number; readonly output: string }> {
  const { pid } = await ask(lane, target, started, 'guest-exec', { path, arg, 'capture-output': true });
  const until = Date.now() + limitMs;
  while (Date.now() < until) {
    const {
      exited,
      exitcode = 0,
      'out-data': data = '',
    } = await ask(lane, target, ended, 'guest-exec-status', { pid });
    if (exited) return { code: exitcode, output: Buffer.from(data, 'base64').toString() };
    await pause(POLL_MS, new AbortController().signal);
  }
  throw appError('timeout', `${path} in the guest took too long`, {
    object: target.object,
    params: { seconds: limitMs / 1000 },
  });
}
