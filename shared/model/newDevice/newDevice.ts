/** What an entry of the dialog that adds hardware is, and how it becomes an element. */
import { XmlElement } from '../../xml/element.ts';
import type { ValuesOf } from '../../xml/property.ts';
import type { DeviceKind, deviceTables } from '../devices/index.ts';
import { namedDeviceTables } from '../devices/index.ts';
import type { EditValue } from '../domainEdit.ts';
import { editValue } from '../editDefinition.ts';
import type { NewDeviceContext } from './context.ts';
import { possible, type Needs } from './needs.ts';

/** Sections of the dialog, as those of the hardware page. */
export const newDeviceGroups = [
  'disks',
  'interfaces',
  'display',
  'consoles',
  'input',
  'host',
  'security',
  'memory',
  'controllers',
] as const;
export type NewDeviceGroup = (typeof newDeviceGroups)[number];

/** Properties of a device by name; null and absent: not set. */
export type DeviceValues = Readonly<Record<string, EditValue>>;

/** Things of the host that several properties come from at once. */
export type HostPick = 'newVolume' | 'volume' | 'medium' | 'pci' | 'virtualFunction' | 'usb' | 'mdev';

export interface NewDevice<Id extends string = string> {
  readonly id: Id;
  /** Name of the XML element. */
  readonly kind: DeviceKind;
  readonly group: NewDeviceGroup;
  /** Properties the dialog asks for first, in its order; the others are under "More". */
  readonly ask: readonly string[];
  /** Without these it can't be added. */
  readonly required: readonly string[];
  /** Without one of these it can't be added: where an image is says `file`, `dev` or `volume`. Empty: nothing of the kind. */
  readonly requiredOne: readonly string[];
  /** What is chosen on the host before anything else. */
  readonly pick?: HostPick;
  readonly initial: (context: NewDeviceContext) => DeviceValues;
  /** Sets what depends on the property that was just changed: a disk's target follows its bus. */
  readonly follow: (context: NewDeviceContext, values: DeviceValues, changed: string) => DeviceValues;
  /** Why it can't be added, or what has to be changed with it. */
  readonly needs: (context: NewDeviceContext, values: DeviceValues) => Needs;
}

type TableValues<K extends DeviceKind> = Partial<ValuesOf<(typeof deviceTables)[K]>>;
type PropertyOf<K extends DeviceKind> = keyof TableValues<K> & string;

interface Definition<Id extends string, K extends DeviceKind> {
  readonly id: Id;
  readonly kind: K;
  readonly group: NewDeviceGroup;
  readonly ask: readonly NoInfer<PropertyOf<K>>[];
  readonly required?: readonly NoInfer<PropertyOf<K>>[];
  readonly requiredOne?: readonly NoInfer<PropertyOf<K>>[];
  readonly pick?: HostPick;
  readonly initial: (context: NewDeviceContext) => NoInfer<TableValues<K>>;
  readonly follow?: NewDevice['follow'];
  readonly needs?: NewDevice['needs'];
}

/** One line of the table, with its properties checked against the device's own table. */
export function newDevice<Id extends string, K extends DeviceKind>(definition: Definition<Id, K>): NewDevice<Id> {
  const { required = [], requiredOne = [], initial } = definition;
  const { follow = (_, values) => values, needs = () => possible() } = definition;
  return {
    ...definition,
    required,
    requiredOne,
    initial: (context) => valuesOf(initial(context)),
    follow,
    needs,
  };
}

const valuesOf = (values: object): DeviceValues =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, editValue(value)]));

/** The values with one more, and with what follows from it. */
export function withValue(
  device: NewDevice,
  context: NewDeviceContext,
  values: DeviceValues,
  property: string,
  value: EditValue,
): DeviceValues {
  return device.follow(context, { ...values, [property]: value }, property);
}

/** Not said yet: no value, or rows (hosts of a network disk) of which one has an empty name. */
function isMissing(value: EditValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return Array.isArray(value) && (value.length === 0 || value.some(hasEmptyColumn));
}

const hasEmptyColumn = (row: EditValue): boolean =>
  typeof row === 'object' && row !== null && Object.values(row).includes('');

/** Properties that are still missing; of {@link NewDevice.requiredOne} the first. */
export function missingOf({ required, requiredOne }: NewDevice, values: DeviceValues): readonly string[] {
  const [first] = requiredOne;
  const source = first === undefined || !requiredOne.every((name) => isMissing(values[name])) ? [] : [first];
  return [...source, ...required.filter((name) => isMissing(values[name]))];
}

/**
 * The device as an element.
 * @throws AppError `invalidArgument` when a property can't hold its value
 */
export function newDeviceElement({ kind }: Pick<NewDevice, 'kind'>, values: DeviceValues): XmlElement {
  const element = new XmlElement(kind);
  const table = namedDeviceTables[kind];
  for (const name of Object.keys(table?.fields ?? {})) {
    const value = values[name] ?? null;
    if (value !== null) table?.write(element, name, value);
  }
  return element;
}
