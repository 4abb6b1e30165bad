/** The client against a real daemon with its test driver: what the wire reference says is so. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  enums,
  events,
  openConnection,
  procedures,
  type AnyProcedure,
  type Connection,
  type OpenConnectionOptions,
  type Procedure,
} from '../../electron/libvirt/index.ts';
import { encodePayload } from '../../electron/libvirt/payload.ts';
import { procedure, procedureTable } from '../../electron/libvirt/protocol/procedure.ts';
import { remote } from '../../electron/libvirt/protocol/programs.ts';
import { Rpc } from '../../electron/libvirt/rpc.ts';
import { encodeFrame } from '../../electron/libvirt/wire/frame.ts';
import { connectionDefaults } from '../fakeLibvirtd/openFake.ts';
import { startSessionDaemon, type SessionDaemon } from './sessionDaemon.ts';

let daemon: SessionDaemon;
beforeAll(async () => {
  daemon = await startSessionDaemon();
});
afterAll(() => daemon[Symbol.asyncDispose]());

async function open(options: Partial<OpenConnectionOptions> = {}): Promise<Connection> {
  return await openConnection({ ...connectionDefaults, stream: await daemon.dial(), ...options });
}

/** A connection without any opening sequence. */
async function openRpc(): Promise<Rpc> {
  return new Rpc({
    stream: await daemon.dial(),
    maxInFlight: 4,
    keepalive: { intervalMs: 5000, count: 5 },
    onMessage: () => undefined,
    onEnd: () => undefined,
  });
}

async function testDomain(connection: Connection) {
  return (await connection.call(procedures.domainLookupByName, { name: 'test' })).dom;
}

describe('opening', () => {
  it('works, and the daemon answers a ping', async () => {
    const connection = await open();
    expect(connection.uri).toBe('test:///default');
    expect(await connection.ping()).toBeGreaterThan(0);
    await connection.close();
  });

  it('a call before CONNECT_OPEN is refused, and so is a second CONNECT_OPEN', async () => {
    const rpc = await openRpc();
    await rpc.call(procedures.authList, {});
    await expect(rpc.call(procedures.nodeGetInfo, {})).rejects.toMatchObject({
      data: { libvirt: { code: 1, message: expect.stringContaining('connection not open') } },
    });
    await rpc.call(procedures.connectOpen, { name: 'test:///default', flags: 0 });
    await expect(rpc.call(procedures.connectOpen, { name: 'test:///default', flags: 0 })).rejects.toThrow(
      'already open',
    );
  });

  it('with no name at all leaves the connection closed: an empty one lets the daemon choose', async () => {
    const rpc = await openRpc();
    await rpc.call(procedures.authList, {});
    await rpc.call(procedures.connectOpen, { flags: 0 }).catch(() => undefined);
    await expect(rpc.call(procedures.connectGetUri, {})).rejects.toThrow('connection not open');
    const connection = await open({ name: '' });
    expect(connection.uri).toMatch(/^\w+:\/\//);
    await connection.close();
  });
});

describe('a daemon that pings its clients', () => {
  /** Gives a client up after six seconds of silence. */
  let impatient: SessionDaemon;
  beforeAll(async () => {
    impatient = await startSessionDaemon({ config: 'keepalive_interval = 1\nkeepalive_count = 5\n' });
  });
  afterAll(() => impatient[Symbol.asyncDispose]());

  /** A client that says these calls and then nothing, whatever it is told. */
  async function deafAfter(...calls: readonly Buffer[]): Promise<Socket> {
    const deaf = await impatient.dial();
    deaf.resume();
    for (const call of calls) deaf.write(call);
    return deaf;
  }
  const authList = callFrame(procedures.authList, {}, 1);
  const askForKeepalive = callFrame(procedures.connectSupportsFeature, { feature: 10 }, 2);

  it('gives up who does not answer; not who does, without calling, nor who never asked for pings', async () => {
    const connection = await open({ stream: await impatient.dial() });
    const unasked = await deafAfter(authList);
    let closed = false;
    unasked.on('close', () => (closed = true));
    // It comes last, so the others' time is up before its own is.
    await once(await deafAfter(authList, askForKeepalive), 'close');
    expect(await connection.call(procedures.connectGetHostname, {})).toHaveProperty('hostname');
    expect(closed).toBe(false);
    unasked.destroy();
    await connection.close();
  });
});

function callFrame<Args>(procedure: Procedure<Args, unknown>, args: Args, serial: number): Buffer {
  const { program, number } = procedure;
  const header = { program: program.id, version: program.version, procedure: number, type: 0, serial, status: 0 };
  return encodeFrame(header, encodePayload(procedure.args, args, procedure));
}

describe('errors', () => {
  const odd = procedureTable(remote, {
    unknown: procedure(9999, {}, {}),
    getXmlWithoutArguments: procedure(14, {}, {}),
  });

  it.each([
    ['an unknown procedure', 'notSupported', 39, (c: Connection) => c.call(odd.unknown, {})],
    ['arguments that cannot be decoded', 'libvirt', 39, (c: Connection) => c.call(odd.getXmlWithoutArguments, {})],
    ['no such domain', 'notFound', 42, (c: Connection) => c.call(procedures.domainLookupByName, { name: 'nobody' })],
    ['no such network', 'notFound', 43, (c: Connection) => c.call(procedures.networkLookupByName, { name: 'nobody' })],
    ['no such pool', 'notFound', 49, (c: Connection) => c.call(procedures.storagePoolLookupByName, { name: 'nobody' })],
    [
      'not in this driver',
      'notSupported',
      3,
      (c: Connection) => c.call(procedures.qemuConnectDomainMonitorEventRegister, { flags: 0 }),
    ],
  ])('%s is %s, and the connection lives on', async (_, code, number, call) => {
    const connection = await open();
    await expect(call(connection)).rejects.toMatchObject({ data: { code, libvirt: { code: number } } });
    expect(await connection.ping()).toBeGreaterThan(0);
    await connection.close();
  });

  it('a change on a read-only connection is `notAllowed`', async () => {
    const connection = await open({ readOnly: true });
    const dom = await testDomain(connection);
    await expect(connection.call(procedures.domainDestroy, { dom })).rejects.toMatchObject({
      data: { code: 'notAllowed', libvirt: { code: 29 } },
    });
    await connection.close();
  });
});

/** Asks nothing and changes nothing. */
function isReadOnlyQuery(each: AnyProcedure): each is Procedure<unknown, unknown> {
  const { args, kind, name, program } = each;
  const noArguments = args.shape.kind === 'struct' && args.shape.fields.length === 0;
  return kind === 'call' && noArguments && program.name === 'remote' && !/^auth|Close|Register/.test(name);
}

describe('the tables', () => {
  const queries = (Object.values(procedures) as readonly AnyProcedure[]).filter(isReadOnlyQuery);

  it.each(['test:///default', 'qemu:///session'])('read every answer of %s to the last byte', async (name) => {
    const connection = await open({ name });
    const outcomes = await Promise.allSettled(queries.map((each) => connection.call(each, {})));
    const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(outcomes.length - errors.length).toBeGreaterThanOrEqual(15);
    expect(errors.filter((code) => code !== 'notSupported' && code !== 'libvirt')).toEqual([]);
    await connection.close();
  });

  it('read chars of four bytes each: the model of the processor takes 128', async () => {
    const connection = await open();
    expect(await connection.call(procedures.nodeGetInfo, {})).toMatchObject({
      model: 'i686',
      memory: 3_145_728n,
      cpus: 16,
    });
    await connection.close();
  });

  it('read what can be asked of each object of the test driver', async () => {
    const connection = await open();
    const dom = await testDomain(connection);
    const call = connection.call.bind(connection);
    expect(await call(procedures.domainGetInfo, { dom })).toMatchObject({ state: 1, nrVirtCpu: 2 });
    expect((await call(procedures.domainGetXmlDesc, { dom, flags: 0 })).xml).toContain('<name>test</name>');
    const { retStats } = await call(procedures.connectGetAllDomainStats, { doms: [], stats: 0, flags: 0 });
    expect(retStats[0]?.params).toContainEqual({ field: 'state.state', value: { type: 'int', value: 1 } });
    const { nets } = await call(procedures.connectListAllNetworks, { needResults: 1, flags: 0 });
    expect(nets.map((net) => net.name)).toEqual(['default']);
    const { pools } = await call(procedures.connectListAllStoragePools, { needResults: 1, flags: 0 });
    expect(pools.map((pool) => pool.name)).toEqual(['default-pool']);
    const { devices } = await call(procedures.connectListAllNodeDevices, { needResults: 1, flags: 0 });
    expect(devices.length).toBeGreaterThan(0);
    const { ifaces } = await call(procedures.connectListAllInterfaces, { needResults: 1, flags: 0 });
    expect(ifaces).toEqual([{ name: 'eth1', mac: 'aa:bb:cc:dd:ee:ff' }]);
    await connection.close();
  });

  it('count without listing when no results are needed', async () => {
    const connection = await open();
    const answer = await connection.call(procedures.connectListAllDomains, { needResults: 0, flags: 0 });
    expect(answer).toEqual({ domains: [], ret: 1 });
    await connection.close();
  });

  it('find a domain by its UUID alone: name and id may be wrong', async () => {
    const connection = await open();
    const { uuid } = await testDomain(connection);
    const { state } = await connection.call(procedures.domainGetState, {
      dom: { name: 'no such', uuid, id: 4711 },
      flags: 0,
    });
    expect(state).toBe(enums.virDomainState.VIR_DOMAIN_RUNNING);
    await connection.close();
  });

  it('ask twice for parameters: how many, then which', async () => {
    const connection = await open();
    const dom = await testDomain(connection);
    const ask = (nparams: number) => connection.call(procedures.domainGetMemoryParameters, { dom, nparams, flags: 0 });
    const { params, nparams } = await ask(0);
    expect([params, nparams]).toEqual([[], 3]);
    const answer = await ask(nparams);
    expect(answer.params.map(({ field }) => field)).toEqual(['hard_limit', 'soft_limit', 'swap_hard_limit']);
    expect(answer.nparams, 'this time the count is in the array').toBe(0);
    await connection.close();
  });
});

describe('many calls at once', () => {
  it('are answered in any order, each with its own answer', async () => {
    const connection = await open();
    const { uuid } = await testDomain(connection);
    for (let burst = 0; burst < 50; burst++) {
      const answers = await Promise.all([
        ...Array.from({ length: 4 }, () => connection.call(procedures.domainLookupByUuid, { uuid })),
        ...Array.from({ length: 4 }, () => connection.call(procedures.domainLookupByName, { name: 'test' })),
      ]);
      expect(answers.every(({ dom }) => dom.name === 'test')).toBe(true);
    }
    await connection.close();
  });
});

describe('events', () => {
  it('come to every listener of every connection, and name the domain by its UUID: the id is -1 when it has stopped', async () => {
    const [one, two] = await Promise.all([open(), open()]);
    const heard: [string, number, number][] = [];
    await one.subscribe(events.domainLifecycle, ({ dom, event }) => heard.push(['one', event, dom.id]));
    await two.subscribe(events.domainLifecycle, ({ dom, event }) => heard.push(['two', event, dom.id]));
    const dom = await testDomain(one);
    await one.call(procedures.domainDestroy, { dom });
    await one.call(procedures.domainCreate, { dom });
    const { VIR_DOMAIN_EVENT_STARTED: started, VIR_DOMAIN_EVENT_STOPPED: stopped } = enums.virDomainEventType;
    await expect
      .poll(() => heard.filter(([who]) => who === 'two').map(([, event]) => event))
      .toEqual([stopped, started]);
    expect(heard.find(([, event]) => event === stopped)?.[2]).toBe(-1);
    await Promise.all([one.close(), two.close()]);
  });

  it('stop when nobody listens any more', async () => {
    const connection = await open();
    const heard: number[] = [];
    const subscription = await connection.subscribe(events.domainLifecycle, ({ event }) => heard.push(event));
    await subscription.close();
    const dom = await testDomain(connection);
    await connection.call(procedures.domainSuspend, { dom });
    await connection.call(procedures.domainResume, { dom });
    await connection.ping();
    expect(heard).toEqual([]);
    await connection.close();
  });

  it('that the driver does not have are `notSupported`; all others can be had', async () => {
    const connection = await open({ name: 'qemu:///session' });
    const outcomes = await Promise.allSettled(
      Object.values(events).map(async (event) => {
        await connection.subscribe<unknown>(event, () => undefined);
        return event.name;
      }),
    );
    const missing = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(missing.every((code) => code === 'notSupported')).toBe(true);
    expect(outcomes.length - missing.length).toBeGreaterThan(30);
    await connection.close();
  });
});

describe('a screenshot', () => {
  it('is a picture of the kind that the reply names, and the stream ends in order', async () => {
    const connection = await open();
    const dom = await testDomain(connection);
    const { reply, stream } = await connection.openStream(procedures.domainScreenshot, { dom, screen: 0, flags: 0 });
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream) if (chunk.kind === 'data') chunks.push(chunk.bytes);
    await stream.finish();
    expect(reply.mime).toBe('image/png');
    expect(Buffer.concat(chunks).subarray(1, 4).toString()).toBe('PNG');
    await connection.close();
  });

  it('may be given up half way, and the connection is as good as before', async () => {
    const connection = await open();
    const dom = await testDomain(connection);
    for (let times = 0; times < 20; times++) {
      const { stream } = await connection.openStream(procedures.domainScreenshot, { dom, screen: 0, flags: 0 });
      await stream.abort();
    }
    expect(await connection.call(procedures.connectGetHostname, {})).toHaveProperty('hostname');
    await connection.close();
  });
});
