import { expect, test } from 'vitest';
import { openFake } from '../../../test/fakeLibvirtd/openFake.ts';
import { enums, procedures } from '../../libvirt/index.ts';
import { Sampler } from './sampler.ts';

const { VIR_ERR_INVALID_ARG, VIR_ERR_NO_SUPPORT } = enums.virErrorNumber;
const { VIR_NODE_CPU_STATS_ALL_CPUS: ALL } = enums.virNodeGetCPUStatsAllCPUs;

/** A host whose CPUs are each half busy; NODE_GET_INFO counted those that are on. */
async function host(online: ReadonlySet<number>, present: number, { map = true } = {}) {
  const { daemon, connection } = await openFake();
  const asked: number[] = [];
  let clock = 0;
  const params = (field: string, value: bigint) => ({ field, value });
  daemon.handle(procedures.nodeGetCpuStats, (call) => {
    const { cpuNum } = call.args;
    if (cpuNum !== ALL) asked.push(cpuNum);
    clock += 100;
    if (cpuNum !== ALL && !online.has(cpuNum))
      return call.refuse({ code: VIR_ERR_INVALID_ARG, message: 'no such CPU' });
    call.reply({ params: [params('user', BigInt(clock)), params('idle', BigInt(clock))], nparams: 2 });
  });
  daemon.handle(procedures.nodeGetCpuMap, (call) => {
    if (!map) return call.refuse({ code: VIR_ERR_NO_SUPPORT, message: 'not here' });
    const cpumap = Uint8Array.of([...online].reduce((bits, cpu) => bits | (1 << cpu), 0));
    call.reply({ cpumap, online: online.size, ret: present });
  });
  daemon.answer(procedures.nodeGetMemoryStats, () => ({ params: [params('total', 8n)], nparams: 1 }));
  daemon.answer(procedures.connectGetAllDomainStats, () => ({ retStats: [] }));
  const sampler = new Sampler({ bulk: connection, threads: online.size, vcpusOf: () => 1 });
  return { sampler, asked, connection };
}

const shares = (perCpu: Float32Array): readonly string[] =>
  Array.from(perCpu, (share) => (Number.isNaN(share) ? 'gap' : share.toFixed(1)));

test('CPUs that are switched off are gaps, and no tick is lost by them', async () => {
  const { sampler, asked, connection } = await host(new Set([0, 2, 4, 6]), 8);
  let last = await sampler.sample();
  for (let tick = 0; tick < 20; tick++) last = await sampler.sample();
  expect(shares(last.perCpu)).toEqual(['0.5', 'gap', '0.5', 'gap', '0.5', 'gap', '0.5', 'gap']);
  expect(last.host[0]).toBeCloseTo(0.5);
  expect(new Set(asked)).toEqual(new Set([0, 2, 4, 6]));
  await connection.close();
});

test('a CPU that is switched off while we look is a gap from then on, one switched on comes in', async () => {
  const online = new Set([0, 1, 2]);
  const { sampler, connection } = await host(online, 4);
  for (let tick = 0; tick < 4; tick++) await sampler.sample();
  online.delete(1);
  online.add(3);
  let last = await sampler.sample();
  for (let tick = 0; tick < 60; tick++) last = await sampler.sample();
  expect(shares(last.perCpu)).toEqual(['0.5', 'gap', '0.5', '0.5']);
  await connection.close();
});

test('where the host can not tell which are on, they are those that it counted', async () => {
  const { sampler, connection } = await host(new Set([0, 1]), 2, { map: false });
  let last = await sampler.sample();
  for (let tick = 0; tick < 4; tick++) last = await sampler.sample();
  expect(shares(last.perCpu)).toEqual(['0.5', '0.5']);
  await connection.close();
});
