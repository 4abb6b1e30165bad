/** What a property may be on this host: values of the hypervisor, and names of what the host has. */
import { capabilitiesOf, loadHostLists } from '../../nouns/hostLists.ts';
import { useLoaded } from '../../nouns/loaded.ts';
import type { Choice } from '../../nouns/propertyControlProps.ts';
import type { PropertyForm } from './form.ts';

/** @returns the values to offer for a property, or undefined for those of its table */
export function useChoices({
  kind,
  ref: { host },
  fields,
  hardware: { planned },
}: PropertyForm): (property: string) => readonly Choice[] | undefined {
  const version = [planned.attribute('type'), planned.child('os')?.child('type')?.attribute('machine')].join(' ');
  const [loaded] = useLoaded(`choices ${host} ${kind}`, version, async (signal) => {
    const asked = { host, planned };
    const [capabilities, lists] = await Promise.all([
      capabilitiesOf(asked, signal).catch(() => undefined),
      loadHostLists(Object.values(fields), asked, signal),
    ]);
    return { enums: capabilities?.enums ?? {}, lists };
  });
  return (property) => {
    if (loaded.kind !== 'loaded') return undefined;
    const { hostList, capability } = fields[property] ?? {};
    if (hostList !== undefined) return loaded.value.lists.get(hostList);
    return capability === undefined ? undefined : loaded.value.enums[capability]?.map((value) => ({ value }));
  };
}
