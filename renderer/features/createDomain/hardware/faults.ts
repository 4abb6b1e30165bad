/** What the request could not even be asked with: values that were typed and can't be such, said in our words. */
import { hardware as schema, type Hardware } from '../../../../shared/model/creation/hardware.ts';

/** Words: `creation.hardware.fault.<word>`. */
export type HardwareFaultWord =
  | 'mac'
  | 'macTwice'
  | 'vlan'
  | 'path'
  | 'pool'
  | 'volume'
  | 'network'
  | 'bridge'
  | 'device'
  | 'port'
  | 'portTwice'
  | 'address'
  | 'serial'
  | 'size'
  | 'volumeTwice'
  | 'model'
  | 'value';

export interface HardwareFault {
  /** Path in the request. */
  readonly field: string;
  readonly word: HardwareFaultWord;
}

/** By the end of the path. */
const words: readonly (readonly [RegExp, HardwareFaultWord])[] = [
  [/\.mac$/, 'mac'],
  [/\.vlan$/, 'vlan'],
  [/\.path$/, 'path'],
  [/\.pool$/, 'pool'],
  [/\.volume$/, 'volume'],
  [/\.network$/, 'network'],
  [/\.bridge$/, 'bridge'],
  [/\.device$/, 'device'],
  [/\.(hostPort|guestPort)$/, 'port'],
  [/\.address$/, 'address'],
  [/\.serial$/, 'serial'],
  [/\.(capacityBytes|memoryMiB|maximumMiB)$/, 'size'],
  [/\.model$/, 'model'],
];

/** Everything that keeps a request with this hardware from being planned. */
export function hardwareFaults(hardware: Hardware): readonly HardwareFault[] {
  const { error } = schema.safeParse(hardware);
  const shapes = (error?.issues ?? []).map(({ path }): HardwareFault => {
    const field = ['hardware', ...path].join('.');
    return { field, word: words.find(([pattern]) => pattern.test(field))?.[1] ?? 'value' };
  });
  // A text may break two rules at once.
  return [...new Map([...shapes, ...twice(hardware)].map((fault) => [fault.field, fault])).values()];
}

/** What must not be there two times. */
function twice({ nics, disks }: Hardware): readonly HardwareFault[] {
  const macs = nics.map(({ mac }) => mac?.toLowerCase());
  const images = disks.map(({ content }) => {
    if (content.kind === 'path') return content.path;
    return content.volume === undefined ? undefined : `${content.pool}/${content.volume}`;
  });
  const ports = nics.flatMap(({ source }, nic) =>
    source.kind === 'user'
      ? source.portForwards.map(({ protocol, address = '', hostPort }, at) => ({
          field: `hardware.nics.${nic}.source.portForwards.${at}.hostPort`,
          key: `${protocol} ${address} ${hostPort}`,
        }))
      : [],
  );
  return [
    ...repeated(macs).map((at): HardwareFault => ({ field: `hardware.nics.${at}.mac`, word: 'macTwice' })),
    ...repeated(images).map((at): HardwareFault => ({ field: `hardware.disks.${at}.content`, word: 'volumeTwice' })),
    ...repeated(ports.map(({ key }) => key)).map((at): HardwareFault => ({
      field: ports[at]?.field ?? '',
      word: 'portTwice',
    })),
  ];
}

/** Where something stands that stood before. */
const repeated = (values: readonly (string | undefined)[]): readonly number[] =>
  values.flatMap((value, at) => (value !== undefined && value !== '' && values.indexOf(value) < at ? [at] : []));
