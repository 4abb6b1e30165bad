/**
 * All sources of knowledge at once, in random order: the list, sizes, definitions, what waits for the next start, events. The host is a
 * model behind a daemon that takes its time: an answer may be old when it comes, or wait until much else has happened.
 */
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { seeded, type Random } from '../../../test/fixtures/random.ts';
import { openFake, type Fake } from '../../../test/fakeLibvirtd/openFake.ts';
import type { Changes } from '../../../shared/changes.ts';
import type { Domain } from '../../../shared/model/domain.ts';
import {
  enums,
  events,
  procedures,
  uuidBytes,
  uuidText,
  type TypedParameter,
  type WireDomain,
} from '../../libvirt/index.ts';
import { definitionHash, DefinitionReader, type DefinitionReaderParts } from './definition/definitionReader.ts';
import { Mirrors } from '../inventory/mirrors.ts';
import { domainMirror } from './mirror.ts';
import { DomainSizesReader } from './sizesReader.ts';
import { Inventory } from '../inventory/inventory.ts';
import { PendingReader } from './definition/pendingReader.ts';

/** A VM of the model. What changes only grows, so that what is older can be told from what is newer. */
interface Vm {
  readonly uuid: string;
  readonly name: string;
  /** -1: off. */
  id: number;
  /** Grows with each start and stop; the reason that it gives for its state. */
  switched: number;
  memory: number;
  /** Titles of the definition at the next start, and of the one that runs. */
  title: number;
  liveTitle: number;
}

const {
  virDomainEventType: lifecycle,
  virDomainEventID: eventIds,
  virDomainXMLFlags: { VIR_DOMAIN_XML_INACTIVE: inactive },
  virErrorNumber: { VIR_ERR_NO_DOMAIN: noDomain },
} = enums;
const [running, shutoff] = [1, 5];
const maximum = 1_048_576; // KiB, as memory

const definition = ({ uuid, name }: Vm, title: number): string =>
  `<domain type='qemu'><name>${name}</name><uuid>${uuid}</uuid><title>${title}</title><memory>${maximum}</memory>` +
  `<vcpu>2</vcpu><os><type arch='x86_64' machine='pc'>hvm</type></os></domain>`;

const liveDefinition = (vm: Vm): string =>
  definition(vm, vm.liveTitle).replace("type='qemu'", `type='qemu' id='${vm.id}'`);

class ModelHost {
  readonly vms = new Map<string, Vm>();
  readonly #random: Random;
  /** Whether statistics tell sizes; where not, each domain is asked by itself. */
  readonly #tellsSizes: boolean;
  #ids = 0;
  #names = 0;
  #callbacks = 0;
  readonly #callbackOf = new Map<number, number>();
  #events: Fake | undefined;

  constructor(random: Random, tellsSizes: boolean) {
    this.#random = random;
    this.#tellsSizes = tellsSizes;
  }

  serve(fake: Fake): void {
    const { daemon } = fake;
    /** Answers some time after the call came, with what was so some time before the answer goes out. */
    const answer = <P extends Parameters<typeof daemon.answer>[0]>(
      procedure: P,
      result: Parameters<typeof daemon.answer<P>>[1],
    ): void =>
      daemon.handle<P>(procedure, (call) => {
        const work = async (): Promise<void> => {
          await hesitate(this.#random);
          let send: () => void;
          try {
            const said = result(call.args);
            send = () => call.reply(said);
          } catch {
            send = () => call.refuse({ code: noDomain });
          }
          await hesitate(this.#random);
          send();
        };
        void work();
      });
    const find = ({ uuid }: Pick<WireDomain, 'uuid'>): Vm => {
      const vm = this.vms.get(uuidText(uuid));
      if (!vm) throw new Error('no such domain');
      return vm;
    };
    answer(procedures.connectListAllDomains, ({ flags }) => {
      const domains = flags === 0 ? [...this.vms.values()].map(onWire) : [];
      return { domains, ret: domains.length };
    });
    answer(procedures.connectGetAllDomainStats, ({ doms, stats }) => {
      const asked = doms.length > 0 ? doms.map(find) : [...this.vms.values()];
      return { retStats: asked.map((vm) => ({ dom: onWire(vm), params: this.#statistics(vm, stats) })) };
    });
    answer(procedures.domainLookupByUuid, (of) => ({ dom: onWire(find(of)) }));
    answer(procedures.domainIsPersistent, ({ dom }) => ({ persistent: find(dom) ? 1 : 0 }));
    answer(procedures.domainGetAutostart, ({ dom }) => ({ autostart: find(dom) ? 0 : 1 }));
    answer(procedures.domainHasManagedSaveImage, ({ dom }) => ({ result: find(dom) ? 0 : 1 }));
    answer(procedures.domainGetState, ({ dom }) => {
      const { id, switched } = find(dom);
      return { state: id >= 0 ? running : shutoff, reason: switched };
    });
    answer(procedures.domainGetInfo, ({ dom }) => {
      const { id, memory } = find(dom);
      const sizes = { maxMem: BigInt(maximum), memory: BigInt(memory), nrVirtCpu: 2, cpuTime: 0n };
      return { state: id >= 0 ? running : shutoff, ...sizes };
    });
    answer(procedures.domainGetXmlDesc, ({ dom, flags }) => {
      const vm = find(dom);
      return { xml: flags === inactive || vm.id < 0 ? definition(vm, vm.title) : liveDefinition(vm) };
    });
    daemon.answer(procedures.connectDomainEventCallbackRegisterAny, ({ eventID }) => {
      this.#events = fake;
      this.#callbackOf.set(eventID, ++this.#callbacks);
      return { callbackID: this.#callbacks };
    });
  }

  /** Something happens on the host, and it tells so. */
  change(): void {
    const vms = [...this.vms.values()];
    const vm = vms.length === 0 || this.#random.once(8) ? undefined : this.#random.pick(vms);
    if (vm === undefined) this.define();
    else this.#random.pick([this.#switch, this.#switch, this.#balloon, this.#retitle, this.#undefine]).call(this, vm);
  }

  #statistics({ id, switched, memory }: Vm, asked: number): readonly TypedParameter[] {
    const groups = enums.virDomainStatsTypes;
    return [
      ...((asked & groups.VIR_DOMAIN_STATS_STATE) !== 0
        ? [parameter('state.state', id >= 0 ? running : shutoff), parameter('state.reason', switched)]
        : []),
      ...(this.#tellsSizes && (asked & groups.VIR_DOMAIN_STATS_VCPU) !== 0
        ? [parameter('vcpu.current', 2), parameter('vcpu.maximum', 2)]
        : []),
      ...(this.#tellsSizes && (asked & groups.VIR_DOMAIN_STATS_BALLOON) !== 0
        ? [parameter('balloon.current', memory), parameter('balloon.maximum', maximum)]
        : []),
    ];
  }

  /** A VM comes, and the host tells so. */
  define(): void {
    const number = ++this.#names;
    const uuid = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    const vm: Vm = { uuid, name: `vm-${number}`, id: -1, switched: 1, memory: 1024, title: 0, liveTitle: 0 };
    this.vms.set(uuid, vm);
    this.#tell(vm, lifecycle.VIR_DOMAIN_EVENT_DEFINED);
  }

  #undefine(vm: Vm): void {
    if (vm.id >= 0) return;
    this.vms.delete(vm.uuid);
    this.#tell(vm, lifecycle.VIR_DOMAIN_EVENT_UNDEFINED);
  }

  #switch(vm: Vm): void {
    vm.id = vm.id >= 0 ? -1 : ++this.#ids;
    vm.switched += 1;
    vm.liveTitle = vm.title;
    this.#tell(vm, vm.id >= 0 ? lifecycle.VIR_DOMAIN_EVENT_STARTED : lifecycle.VIR_DOMAIN_EVENT_STOPPED);
  }

  #balloon(vm: Vm): void {
    vm.memory += 1024;
    const callbackID = this.#callbackOf.get(eventIds.VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE);
    if (callbackID === undefined) this.#tell(vm, lifecycle.VIR_DOMAIN_EVENT_RESUMED);
    else
      this.#events?.daemon.sendEvent(
        events.domainBalloonChange,
        { dom: onWire(vm), actual: BigInt(vm.memory) },
        { callbackID },
      );
  }

  #retitle(vm: Vm): void {
    vm.title += 1;
    this.#tell(vm, lifecycle.VIR_DOMAIN_EVENT_DEFINED);
  }

  #tell(vm: Vm, event: number): void {
    const callbackID = this.#callbackOf.get(eventIds.VIR_DOMAIN_EVENT_ID_LIFECYCLE);
    if (callbackID === undefined) return;
    this.#events?.daemon.sendEvent(events.domainLifecycle, { dom: onWire(vm), event, detail: 0 }, { callbackID });
  }
}

const onWire = ({ name, uuid, id }: Vm): WireDomain => ({ name, uuid: uuidBytes(uuid), id });
const parameter = (field: string, value: number): TypedParameter => ({ field, value: { type: 'uint', value } });

async function turns(count: number): Promise<void> {
  for (let turned = 0; turned < count; turned++) await turn();
}

/** Mostly some turns; now and then so long that what an event led to is read meanwhile. */
async function hesitate(random: Random): Promise<void> {
  if (random.once(8)) await sleep(random.below(80));
  else await turns(random.below(8));
}

/** What the inventory is to say once all is quiet. */
const truth = (host: ModelHost): object =>
  Object.fromEntries(
    [...host.vms.values()].map((vm) => {
      const { uuid, name, id, switched, memory, title, liveTitle } = vm;
      const record = {
        name,
        state: id >= 0 ? 'running' : 'shutoff',
        stateReason: switched,
        id: id >= 0 ? id : undefined,
        vcpus: { current: 2, maximum: 2 },
        memoryKiB: { current: memory, maximum },
        title: String(title),
        pending: id >= 0 && title !== liveTitle ? 1 : undefined,
        live: id >= 0 ? definitionHash(liveDefinition(vm)) : undefined,
      };
      return [uuid, record];
    }),
  );

const told = (domains: Iterable<Domain>): object =>
  Object.fromEntries(
    [...domains].map(
      ({ uuid, name, state, stateReason, id, vcpus, memoryKiB, definition: read, pending, liveXmlHash: live }) => [
        uuid,
        { name, state, stateReason, id, vcpus, memoryKiB, title: read?.title, pending, live },
      ],
    ),
  );

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  await Promise.all(stops.map((stop) => stop()));
});

/** What a record says of things that only grow. A state without a reason is one that was concluded, not told. */
const ages = ({ stateReason, memoryKiB, definition: read }: Domain, before: readonly number[]): readonly number[] => [
  stateReason === 0 ? (before[0] ?? 0) : stateReason,
  memoryKiB?.current ?? -1,
  Number(read?.title ?? -1),
];

/**
 * Looks at everything that the inventory takes; keeps what was older than what it knew, what came back, and definitions that were told
 * before the store had them: who hears of one asks for the versions at once.
 */
function watchAges() {
  const faults: string[] = [];
  const stored = new Set<string>();
  const known = new Map<string, readonly number[]>();
  const removed = new Set<string>();
  const onChanged = (changes: Changes<Domain>): void => {
    for (const [key, domain] of Object.entries({ ...changes.added, ...changes.updated })) {
      const before = known.get(key) ?? [];
      const now = ages(domain, before);
      if (now.some((age, at) => age < (before[at] ?? -1))) faults.push(`${key}: ${before.join()} became ${now.join()}`);
      if (removed.has(key)) faults.push(`${key} came back`);
      for (const hash of [domain.definition?.xmlHash, domain.liveXmlHash])
        if (hash !== undefined && !stored.has(hash)) faults.push(`${key} has a definition that is not stored`);
      known.set(key, now);
    }
    for (const key of changes.removed) removed.add(key);
  };
  const store: DefinitionReaderParts['store'] = {
    add: async (versions) => {
      await turn();
      for (const { hash } of versions) stored.add(hash);
    },
  };
  return { faults, onChanged, store };
}

/** One host with everything that reads it. */
async function connect(
  host: ModelHost,
): Promise<{ readonly inventory: Inventory; readonly faults: readonly string[] }> {
  const [control, bulk] = [await openFake(), await openFake()];
  const life = new AbortController();
  stops.push(async () => {
    life.abort();
    await Promise.all([control.connection.close(), bulk.connection.close()]);
  });
  host.serve(control);
  host.serve(bulk);
  const { faults, onChanged, store } = watchAges();
  const inventory = new Inventory(({ domain }) => {
    if (domain) onChanged(domain);
  });
  inventory.addHost({
    id: 'h',
    config: { id: 'h', uri: 'test:///default', name: 'h', autoconnect: false },
    status: { kind: 'disconnected' },
    stale: false,
  });
  const parts = {
    host: 'h',
    domains: inventory.of('domain'),
    bulk: bulk.connection,
    signal: life.signal,
    onError: (thrown: unknown): void => void faults.push(String(thrown)),
  };
  const reading = { ...parts, store, taskOf: () => undefined };
  const pending = new PendingReader(reading);
  const definitions = new DefinitionReader({
    ...reading,
    onRead: (uuids) => pending.want(uuids),
  });
  const lanes = { control: control.connection, bulk: bulk.connection };
  const sizes = new DomainSizesReader(parts);
  const onDefinition = (uuids: readonly string[]): void => definitions.want(uuids);
  await new Mirrors({ ...parts, inventory, lanes }).load('domain', domainMirror({ host: 'h', sizes, onDefinition }));
  return { inventory, faults };
}

describe.each([
  ['tell sizes', true],
  ['do not tell sizes', false],
])('on a host whose statistics %s', (_, tellsSizes) => {
  test.concurrent.each(Array.from({ length: 25 }, (_none, seed) => seed))(
    'whatever comes in whatever order, the inventory never goes back, and in the end says what the host is (%i)',
    async (seed) => {
      const random = seeded(seed);
      const host = new ModelHost(random, tellsSizes);
      for (let count = 30; count > 0; count--) host.define();
      const changes = async (): Promise<void> => {
        for (let count = 60; count > 0; count--) {
          for (let together = random.below(6); together > 0; together--) host.change();
          await hesitate(random);
        }
      };
      const [{ inventory, faults }] = await Promise.all([connect(host), changes()]);
      await vi.waitFor(() => expect(told(inventory.of('domain').of('h'))).toEqual(truth(host)), { timeout: 15_000 });
      expect(faults).toEqual([]);
    },
  );
});
