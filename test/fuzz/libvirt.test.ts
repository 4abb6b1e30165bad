/**
 * Bytes that no daemon should send. Whatever comes, a connection gives an answer or ends with an error that says why; it never hangs, and
 * nothing is thrown past it. FUZZ_RUNS sets the number of runs of each rule.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { events, openConnection, procedures, type Connection } from '../../electron/libvirt/index.ts';
import { encodeFrame } from '../../electron/libvirt/wire/frame.ts';
import { XdrWriter } from '../../electron/libvirt/wire/xdr.ts';
import { FakeLibvirtd, type ReceivedCall } from '../fakeLibvirtd/fakeLibvirtd.ts';
import { connectionDefaults } from '../fakeLibvirtd/openFake.ts';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 60);
const timeLimit = 20_000 + numRuns * 50;

const dom = { name: 'vm', uuid: new Uint8Array(16), id: 1 };

/** Everything a connection does at once: calls of all kinds of results, an event, a stream that is read. */
function workOn(connection: Connection): Promise<PromiseSettledResult<unknown>[]> {
  return Promise.allSettled([
    connection.call(procedures.nodeGetInfo, {}),
    connection.call(procedures.connectListAllDomains, { needResults: 1, flags: 0 }),
    connection.call(procedures.connectGetAllDomainStats, { doms: [], stats: 0, flags: 0 }),
    connection.call(procedures.domainGetBlockIoTune, { dom, nparams: 0, flags: 0 }),
    connection.subscribe(events.domainLifecycle, () => undefined),
    connection.openStream(procedures.domainOpenConsole, { dom, flags: 0 }).then(async ({ stream }) => {
      for await (const _ of stream);
    }),
  ]);
}

/** Opens, sends `bytes` once everything is under way, hangs up, and waits for the end of all. @returns how all failed that did */
async function failures(bytes: (daemon: FakeLibvirtd) => Uint8Array): Promise<unknown[]> {
  const daemon = new FakeLibvirtd();
  const connection = await openConnection({ ...connectionDefaults, stream: daemon.stream, maxInFlight: 6 });
  const before = daemon.calls.length;
  const working = workOn(connection);
  await daemon.until(({ calls }) => calls.length === before + 6);
  daemon.sendBytes(bytes(daemon));
  daemon.end();
  const failed = (await working).flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  return [...failed, await new Promise<AppError>((resolve) => connection.onLost(resolve))];
}

async function survives(bytes: (daemon: FakeLibvirtd) => Uint8Array): Promise<void> {
  const failed = await failures(bytes);
  const faultsOfOurs = failed.filter((thrown) => !(thrown instanceof AppError) || thrown.code === 'internal');
  expect(faultsOfOurs).toEqual([]);
  expect(failed.at(-1)).toHaveProperty('code', expect.stringMatching(/^(protocolError|connectionLost)$/));
}

/** What the daemon would have answered. */
function answers(daemon: FakeLibvirtd): Buffer {
  const frames = daemon.calls.slice(-6).map((call) => {
    const writer = new XdrWriter();
    call.procedure.result.encode(writer, resultOf(call));
    const { program, number } = call.procedure;
    return encodeFrame(
      { program: program.id, version: 1, procedure: number, type: 1, serial: call.serial, status: 0 },
      writer.take(),
    );
  });
  return Buffer.concat(frames);
}

const results: Readonly<Record<string, unknown>> = {
  nodeGetInfo: { model: 'x86_64', memory: 1n, cpus: 1, mhz: 1, nodes: 1, sockets: 1, cores: 1, threads: 1 },
  connectListAllDomains: { domains: [dom, dom], ret: 2 },
  connectGetAllDomainStats: {
    retStats: [
      {
        dom,
        params: [
          { field: 'state.state', value: { type: 'int', value: 1 } },
          { field: 'cpu.time', value: { type: 'ullong', value: 1n } },
          { field: 'net.0.name', value: { type: 'string', value: 'vnet0' } },
        ],
      },
    ],
  },
  domainGetBlockIoTune: { params: [], nparams: 13 },
  connectDomainEventCallbackRegisterAny: { callbackID: 1 },
  domainOpenConsole: {},
};
const resultOf = ({ procedure }: ReceivedCall): unknown => results[procedure.name];

const run = <T>(rule: fc.IAsyncProperty<T>): Promise<void> => fc.assert(rule, { numRuns });

describe('a connection survives', () => {
  it('random bytes', { timeout: timeLimit }, async () => {
    await expect(
      run(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), (bytes) => survives(() => bytes))),
    ).resolves.toBeUndefined();
  });

  it('frames with random headers and payloads', { timeout: timeLimit }, async () => {
    const small = fc.integer({ min: 0, max: 12 });
    const frame = fc.record({
      program: fc.constantFrom(0x20008086, 0x20008087, 0x6b656570, 1),
      version: fc.constantFrom(1, 1, 1, 2),
      procedure: fc.constantFrom(1, 2, 6, 201, 252, 253, 273, 316, 318, 344),
      type: fc.integer({ min: 0, max: 7 }),
      serial: small,
      status: fc.integer({ min: 0, max: 3 }),
      payload: fc.uint8Array({ maxLength: 60 }),
    });
    await expect(
      run(
        fc.asyncProperty(fc.array(frame, { maxLength: 8 }), (frames) =>
          survives(() => Buffer.concat(frames.map(({ payload, ...header }) => encodeFrame(header, payload)))),
        ),
      ),
    ).resolves.toBeUndefined();
  });

  it('good answers with a few bytes changed', { timeout: timeLimit }, async () => {
    const change = fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) });
    await expect(
      run(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) =>
          survives((daemon) => {
            const bytes = answers(daemon);
            for (const { at, value } of changes) bytes[at % bytes.length] = value;
            return bytes;
          }),
        ),
      ),
    ).resolves.toBeUndefined();
  });

  it('good answers cut short, or with something put in between', { timeout: timeLimit }, async () => {
    await expect(
      run(
        fc.asyncProperty(fc.nat(), fc.uint8Array({ maxLength: 12 }), (place, bytes) =>
          survives((daemon) => {
            const good = answers(daemon);
            const at = place % good.length;
            return Buffer.concat([good.subarray(0, at), bytes, ...(bytes.length > 0 ? [good.subarray(at)] : [])]);
          }),
        ),
      ),
    ).resolves.toBeUndefined();
  });

  it('being greeted by something else than a daemon', { timeout: timeLimit }, async () => {
    await expect(
      run(
        fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 100 }), async (bytes) => {
          const daemon = new FakeLibvirtd();
          daemon.hold(procedures.authList);
          const opening = openConnection({ ...connectionDefaults, stream: daemon.stream });
          opening.catch(() => undefined);
          daemon.sendBytes(bytes);
          daemon.end();
          await expect(opening).rejects.toBeInstanceOf(AppError);
        }),
      ),
    ).resolves.toBeUndefined();
  });
});
