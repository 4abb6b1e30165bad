/** Measurements of real guests. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Sampler } from '../../electron/backend/stats/sampler.ts';
import { openConnection, openTransport, parseUri, type Connection } from '../../electron/libvirt/index.ts';
import { domainColumns, hostColumns, type DomainColumn, type StatsTick } from '../../shared/model/stats.ts';
import { startLab, type Lab, type LabHost } from '../lab/lab.ts';
import { refOf, startProgram, type Program } from './program.ts';

let lab: Lab;
let h1: LabHost;
let program: Program;
let host: string;

beforeAll(async () => {
  lab = await startLab({ hosts: 1 });
  h1 = lab.host('h1');
  await h1.startGuest({ name: 'web', disk: 64 });
  program = await startProgram();
  await program.api.app.updateSettings({ statsIntervalSeconds: 1 });
  host = await program.addHost(h1.uri('unix'));
});
afterAll(async () => {
  await program[Symbol.asyncDispose]();
  await lab.down();
});

const floats = (bytes: Uint8Array): Float32Array => new Float32Array(bytes.slice().buffer);

interface Row {
  readonly tick: StatsTick;
  readonly running: readonly string[];
  readonly value: (uuid: string, column: DomainColumn) => number;
}

/** Ticks of the host, taken apart. */
async function* ticks(): AsyncGenerator<Row> {
  let running: readonly string[] = [];
  for await (const tick of program.api.stats.watch({ hosts: [host] })) {
    running = tick.rows ?? running;
    const rows = running;
    const values = floats(tick.values);
    expect(values).toHaveLength(domainColumns.length * rows.length);
    yield {
      tick,
      running: rows,
      value: (uuid, column) => values[domainColumns.indexOf(column) * rows.length + rows.indexOf(uuid)] ?? Number.NaN,
    };
  }
}

async function first(wanted: (row: Row) => boolean): Promise<Row> {
  for await (const row of ticks()) if (wanted(row)) return row;
  throw new Error('the ticks ended');
}

test('a tick has a row for each running domain and none for the others', async () => {
  const { uuid } = await program.domain('web');
  await h1.defineGuest({ name: 'off', kernel: 'none' });
  const devices = ['diskRead', 'diskWrite', 'netReceive', 'netTransmit'] as const;
  // While the daemon is busy with a domain it leaves out what it would have to wait for.
  const { running, value } = await first((row) => devices.every((column) => row.value(uuid, column) >= 0));
  expect(running).toEqual([uuid]);
  expect(value(uuid, 'hostCpu')).toBeGreaterThanOrEqual(0);
  const [hostShare, guestShare] = [value(uuid, 'hostCpu'), value(uuid, 'guestCpu')];
  expect(hostShare).toBeLessThanOrEqual(1);
  expect(guestShare).toBeCloseTo(Math.min(1, hostShare * (program.host(host)?.facts?.cpu.threads ?? Number.NaN)), 2);
  expect(value(uuid, 'memory')).toBeGreaterThan(1024);
});

test("the host's CPU, each of its CPUs and its memory come in turn", async () => {
  const { tick } = await first((row) => floats(row.tick.perCpu).every((share) => share >= 0));
  const values = floats(tick.hostValues);
  const of = (name: (typeof hostColumns)[number]): number => values[hostColumns.indexOf(name)] ?? Number.NaN;
  expect(of('cpu')).toBeGreaterThanOrEqual(0);
  expect(of('cpu')).toBeLessThanOrEqual(1);
  expect(of('memory')).toBeGreaterThan(0);
  expect(of('memory')).toBeLessThan(program.host(host)?.facts?.memoryKiB ?? 0);
  expect(floats(tick.perCpu)).toHaveLength(program.host(host)?.facts?.cpu.threads ?? 0);
});

test('counters that start again with the guest give a gap and no spike', async () => {
  const { uuid } = await program.domain('web');
  await first((row) => row.value(uuid, 'hostCpu') >= 0);
  const restarted = (async () => {
    await h1.virsh('destroy', 'web');
    await h1.virsh('start', 'web');
  })();
  const shares: number[] = [];
  const rates: number[] = [];
  let gap = false;
  for await (const { running, value } of ticks()) {
    const known = running.includes(uuid) && !Number.isNaN(value(uuid, 'hostCpu'));
    if (!known) gap = true;
    else shares.push(value(uuid, 'hostCpu'), value(uuid, 'guestCpu'));
    for (const column of ['diskRead', 'diskWrite', 'netReceive', 'netTransmit'] as const) {
      if (running.includes(uuid)) rates.push(value(uuid, column));
    }
    if (gap && known) break;
  }
  await restarted;
  expect(Math.max(...shares)).toBeLessThanOrEqual(1);
  expect(rates.filter((perSecond) => perSecond < 0 || perSecond > 1e9)).toEqual([]);
});

test('a tick is one call for all domains and at most one for the host', async () => {
  const uri = parseUri(h1.uri('unix'));
  const signal = AbortSignal.timeout(120_000);
  const refuse = () => Promise.reject(new Error('nobody to ask'));
  const ask = { hostKey: refuse, passphrase: refuse, password: refuse, keyboardInteractive: refuse, sasl: refuse };
  const transport = await openTransport(uri, { ask, signal });
  const stream = await transport.dial({ signal });
  const real = await openConnection({ stream, name: uri.connectName, askSasl: refuse, signal });
  let calls = 0;
  const counting: Pick<Connection, 'call'> = {
    call: (procedure, args, options) => {
      calls += 1;
      return real.call(procedure, args, options);
    },
  };
  const sampler = new Sampler({ bulk: counting, threads: 2, vcpusOf: () => 1 });
  for (let beginning = 0; beginning < 4; beginning++) await sampler.sample();
  calls = 0;
  for (let tick = 0; tick < 8; tick++) await sampler.sample();
  expect(calls).toBe(16);
  await real.close();
  await transport.close();
});

test('history reaches back over what was sampled; the time without a connection is a gap', async () => {
  const { uuid } = await program.domain('web', ({ state }) => state === 'running');
  const from = Date.now();
  const known = (row: Row): boolean => row.tick.at >= from && row.value(uuid, 'hostCpu') >= 0;
  await first(known);
  await program.api.host.disconnect({ host });
  await new Promise((resolve) => setTimeout(resolve, 4000));
  await program.api.host.connect({ host });
  await first((row) => row.tick.at > from + 4000 && known(row));
  const span = { from, to: Date.now(), points: 1000 };
  const ofDomain = await program.api.stats.history({ host, uuid, ...span });
  const shares = [...floats(ofDomain.columns['hostCpu'] ?? new Uint8Array(0))];
  expect(Object.keys(ofDomain.columns)).toEqual([...domainColumns]);
  expect(new Float64Array(ofDomain.at.slice().buffer)).toHaveLength(shares.length);
  const firstKnown = shares.findIndex((share) => share >= 0);
  const lastKnown = shares.findLastIndex((share) => share >= 0);
  expect(firstKnown).toBeGreaterThanOrEqual(0);
  expect(shares.slice(firstKnown, lastKnown).some(Number.isNaN)).toBe(true);
  const ofHost = await program.api.stats.history({ host, ...span });
  expect(Object.keys(ofHost.columns)).toEqual([...hostColumns]);
});

test('a domain that never ran has an empty history', async () => {
  const off = await program.domain('off');
  const { at } = await program.api.stats.history({
    ...refOf(off),
    from: Date.now() - 60_000,
    to: Date.now(),
    points: 100,
  });
  expect(at).toHaveLength(0);
});

test('of a driver without statistics the ticks go on, and say that nothing is known', async () => {
  const id = await program.addHost(`test+unix:///default?socket=${h1.socket}`, 'test driver');
  for await (const tick of program.api.stats.watch({ hosts: [id] })) {
    expect([...floats(tick.values)].every(Number.isNaN)).toBe(true);
    break;
  }
});
