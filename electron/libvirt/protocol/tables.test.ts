import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valuesOf } from '../../../test/fakeLibvirtd/arbitrary.ts';
import { decodeAll, XdrError, XdrReader, XdrWriter, type Codec } from '../wire/xdr.ts';
import { someDomainStats } from './domain.ts';
import { enums } from './enums/enums.ts';
import { events } from './events.ts';
import type { AnyProcedure } from './procedure.ts';
import { procedures } from './procedures.ts';
import { typedParameters, type TypedParameter } from './typedParameter.ts';

const all: readonly AnyProcedure[] = Object.values(procedures);
const allEvents = Object.values(events);

/** Numbers of the remote program that are not used: asking for events without callback ids, and the events sent then. */
const legacyNumbers: ReadonlySet<number> = new Set([105, 106, 107, 167, 168, 169, 170, 171, 172, 173, 195, 224, 241, 248, 268, 269, 270, 276, 292, 311]);

/** The last number of each program in libvirt 11.3.0. */
const lastNumbers = { remote: 453, qemu: 7, lxc: 1 } as const;

describe.each(Object.entries(lastNumbers))('program %s', (program, last) => {
  it('has every number once, but for those named as legacy', () => {
    const numbers = [...all, ...allEvents].filter((each) => each.program.name === program).map(({ number }) => number);
    const expected = Array.from({ length: last }, (_, at) => at + 1).filter((number) => program !== 'remote' || !legacyNumbers.has(number));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(expected);
  });
});

function roundTrip<T>(codec: Codec<T>): void {
  fc.assert(
    fc.property(valuesOf(codec), (value) => {
      const writer = new XdrWriter();
      codec.encode(writer, value);
      expect(decodeAll(codec, new XdrReader(writer.take()))).toEqual(value);
    }),
    { numRuns: 15 },
  );
}

describe('every procedure', () => {
  it.each(all)('$name reads back its arguments and its result', ({ args, result }) => {
    expect(() => roundTrip(args)).not.toThrow();
    expect(() => roundTrip(result)).not.toThrow();
  });

  it('is called by its key', () => {
    expect(Object.entries(procedures).every(([key, { name }]) => key === name)).toBe(true);
  });
});

describe('every event', () => {
  it.each(allEvents)('$name reads back its message', ({ message }) => {
    expect(() => roundTrip<unknown>(message)).not.toThrow();
  });

  it('of a family has an id of its own', () => {
    const ids = allEvents.flatMap(({ registration }) => (registration.kind === 'numbered' ? [`${registration.register.name}/${registration.eventID}`] : []));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(36);
  });
});

describe('typed parameters', () => {
  it('are asked for with text in them: without VIR_TYPED_PARAM_STRING_OKAY the server drops those', () => {
    const writer = new XdrWriter();
    const dom = { name: 'vm', uuid: new Uint8Array(16), id: -1 };
    procedures.domainGetNumaParameters.args.encode(writer, { dom, nparams: 8, flags: 1 });
    expect(writer.take().readUInt32BE(32)).toBe(1 | enums.virTypedParameterFlags.VIR_TYPED_PARAM_STRING_OKAY);
  });

  it.each([
    procedures.domainGetMemoryParameters,
    procedures.domainGetNumaParameters,
    procedures.domainGetBlkioParameters,
    procedures.domainGetInterfaceParameters,
    procedures.domainGetSchedulerParametersFlags,
    procedures.domainGetBlockIoTune,
    procedures.domainGetCpuStats,
    procedures.domainBlockStatsFlags,
    procedures.nodeGetMemoryParameters,
    procedures.nodeGetSevInfo,
  ])('of $name come with text', ({ args: { shape } }) => {
    const fields = shape.kind === 'struct' ? Object.fromEntries(shape.fields) : {};
    expect(fields['flags']).toEqual({ kind: 'flags', always: 4 });
  });
});

describe('statistics of which some are wanted', () => {
  const all = procedures.connectGetAllDomainStats;
  const some = someDomainStats((field) => field.startsWith('cpu.'));

  function bytesOf(params: readonly TypedParameter[]): Buffer {
    const writer = new XdrWriter();
    all.result.encode(writer, { retStats: [{ dom: { name: 'vm', uuid: new Uint8Array(16), id: 3 }, params }] });
    return writer.take();
  }

  it('hold those parameters in their order, whatever stood between them', () => {
    fc.assert(
      fc.property(valuesOf(typedParameters(20)), (params) => {
        const named = params.map((each, at) => (at % 3 === 0 ? { ...each, field: `cpu.${at}` } : each));
        const { retStats } = decodeAll(some.result, new XdrReader(bytesOf(named)));
        expect(retStats[0]?.params).toEqual(named.filter(({ field }) => field.startsWith('cpu.')));
      }),
    );
  });

  it('are refused like all of them where a parameter that nobody wants is broken', () => {
    const bytes = bytesOf([{ field: 'net.count', value: { type: 'uint', value: 1 } }]);
    bytes.writeInt32BE(9, bytes.length - 8); // its type
    for (const { result } of [all, some]) {
      expect(() => decodeAll<unknown>(result, new XdrReader(bytes))).toThrow('a union has no arm 9');
      expect(() => decodeAll<unknown>(result, new XdrReader(bytes.subarray(0, -4)))).toThrow(XdrError);
    }
  });
});
