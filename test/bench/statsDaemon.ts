/**
 * A daemon in a process of its own that answers statistics of running guests at no cost worth naming: the answer is made once.
 * usage: statsDaemon.ts SOCKET VMS; says "ready"; ends with its standard input.
 */
import { createServer } from 'node:net';
import { procedures } from '../../electron/libvirt/index.ts';
import { XdrWriter } from '../../electron/libvirt/wire/xdr.ts';
import { FakeLibvirtd } from '../fakeLibvirtd/fakeLibvirtd.ts';
import { domainStats } from './runningDomains.ts';

const [path = '', count = ''] = process.argv.slice(2);
const vms = Number(count);

const VIR_FROM_RPC = 7;
const VIR_ERR_NO_SUPPORT = 3;
const CPU_FIELDS = ['kernel', 'user', 'idle', 'iowait'];
const MEMORY_FIELDS = ['total', 'free', 'buffers', 'cached'];

const payloads = new Map<number, Uint8Array>();

function statsPayload(groups: number): Uint8Array {
  const known = payloads.get(groups);
  if (known) return known;
  const writer = new XdrWriter();
  procedures.connectGetAllDomainStats.result.encode(writer, domainStats(vms, groups));
  const payload = writer.take();
  payloads.set(groups, payload);
  return payload;
}

const spent = (): bigint => BigInt(Date.now()) * 1_000_000n;
const values = (fields: readonly string[]) => ({
  params: fields.map((field) => ({ field, value: spent() })),
  nparams: fields.length,
});

/** What the opening needs is answered by the fake daemon itself. */
const opening: ReadonlySet<string> = new Set(['authList', 'connectSupportsFeature', 'connectOpen', 'connectClose']);

function newDaemon(): FakeLibvirtd {
  const daemon = new FakeLibvirtd();
  for (const procedure of Object.values(procedures)) {
    if (opening.has(procedure.name)) continue;
    daemon.handle(procedure, (call) =>
      call.refuse({ code: VIR_ERR_NO_SUPPORT, domain: VIR_FROM_RPC, message: 'not in this daemon' }),
    );
  }
  daemon.answer(procedures.connectGetUri, () => ({ uri: 'qemu:///system' }));
  daemon.answer(procedures.connectRegisterCloseCallback, () => ({}));
  daemon.answer(procedures.connectUnregisterCloseCallback, () => ({}));
  daemon.answer(procedures.nodeGetCpuStats, () => values(CPU_FIELDS));
  daemon.answer(procedures.nodeGetMemoryStats, () => values(MEMORY_FIELDS));
  daemon.handle(procedures.connectGetAllDomainStats, (call) => call.send({ payload: statsPayload(call.args.stats) }));
  return daemon;
}

const server = createServer((socket) => {
  const { stream } = newDaemon();
  socket.on('error', () => undefined); // the client may go at any time
  stream.pipe(socket).pipe(stream);
});
server.listen(path, () => process.stdout.write('ready\n'));
process.stdin.resume().on('end', () => process.exit());
