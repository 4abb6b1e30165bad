/** One change of a running guest: attach, detach, update a device, or one of the calls of `liveCalls.ts`. */
import { appError } from '../../../../shared/errors.ts';
import { alias } from '../../../../shared/model/devices/common.ts';
import { keyedDevices } from '../../../../shared/model/devices/deviceKey.ts';
import type { DomainEdit } from '../../../../shared/model/domainEdit.ts';
import { editDefinition } from '../../../../shared/model/editDefinition.ts';
import { keyOfXml, type LiveAction } from '../../../../shared/model/editPlan.ts';
import type { XmlElement } from '../../../../shared/xml/element.ts';
import { parseXml } from '../../../../shared/xml/parse.ts';
import { serializeElement } from '../../../../shared/xml/serialize.ts';
import { enums, procedures, type Connection } from '../../../libvirt/index.ts';
import { removalOf } from './deviceRemoval.ts';
import type { DomainTarget } from '../target.ts';
import { liveCallTable } from './liveCalls.ts';
import type { StepContext } from '../../task/plan.ts';

const { VIR_DOMAIN_AFFECT_LIVE: LIVE } = enums.virDomainModificationImpact;
const { VIR_DOMAIN_XML_SECURE: SECURE, VIR_DOMAIN_XML_INACTIVE: INACTIVE } = enums.virDomainXMLFlags;

/** @throws AppError what libvirt or the guest said against it */
export async function runLiveAction(
  lane: Connection,
  target: DomainTarget,
  action: LiveAction,
  edit: DomainEdit,
  context: StepContext,
): Promise<void> {
  const { dom } = target;
  const root = await readRoot(lane, target, SECURE);
  switch (action.kind) {
    case 'attach':
      await lane.call(procedures.domainAttachDeviceFlags, {
        dom,
        xml: await attachable(lane, target, action.xml, root),
        flags: LIVE,
      });
      return context.log('info', 'attached', { device: keyOfXml(action.xml) });
    case 'detach':
      return await detach(lane, target, action.device, root, context);
    case 'update': {
      const element = edited(root, edit, action.properties, action.device);
      await lane.call(procedures.domainUpdateDeviceFlags, { dom, xml: serializeElement(element), flags: LIVE });
      return context.log('info', 'updated', { device: action.device });
    }
    case 'call': {
      const device = action.device === undefined ? undefined : edited(root, edit, action.properties, action.device);
      if (device === undefined) makeEdit(root, edit, action.properties);
      const { properties } = action;
      await liveCallTable[action.call]({ lane, dom, root, properties, ...(device !== undefined && { device }) });
      return context.log('info', 'changed', { what: properties.join(', ') });
    }
    default:
      return action satisfies never;
  }
}

async function readRoot(lane: Connection, { dom }: DomainTarget, flags: number): Promise<XmlElement> {
  return parseXml((await lane.call(procedures.domainGetXmlDesc, { dom, flags })).xml).root;
}

function makeEdit(root: XmlElement, edit: DomainEdit, properties: readonly string[]): void {
  if (!('changes' in edit)) return;
  const changes = Object.fromEntries(Object.entries(edit.changes).filter(([name]) => properties.includes(name)));
  editDefinition(root, [{ ...edit, changes }], { force: true });
}

/** The running device with what may change live changed. */
function edited(root: XmlElement, edit: DomainEdit, properties: readonly string[], device: string): XmlElement {
  makeEdit(root, edit, properties);
  const element = keyedDevices(root).get(device);
  if (element === undefined) throw appError('notFound', `the running guest has no ${device}`, { params: { device } });
  return element;
}

/**
 * The device as the persistent definition has it since it was defined, so that it stands in the same place of the guest now and after
 * its next start; without the address where the running guest has something else there.
 */
async function attachable(lane: Connection, target: DomainTarget, xml: string, live: XmlElement): Promise<string> {
  if (!target.domain.persistent) return xml;
  const persistent = await readRoot(lane, target, SECURE | INACTIVE);
  const wanted = keyOfXml(xml);
  const element = keyedDevices(persistent).get(wanted) ?? parseXml(xml).root;
  const defined = element.name === parseXml(xml).root.name ? element : parseXml(xml).root;
  const address = defined.child('address');
  if (
    address !== undefined &&
    [...keyedDevices(live).values()].some((each) => isSameAddress(each.child('address'), address))
  )
    address.remove();
  return serializeElement(defined);
}

function isSameAddress(a: XmlElement | undefined, b: XmlElement): boolean {
  return a !== undefined && [...b.attributes].every(([name, value]) => a.attribute(name) === value);
}

/** libvirt only asks the guest to let go; its event, or its absence, tells what the guest did. */
async function detach(
  lane: Connection,
  target: DomainTarget,
  device: string,
  live: XmlElement,
  context: StepContext,
): Promise<void> {
  const element = keyedDevices(live).get(device);
  if (element === undefined) return; // gone already: what was wanted
  const removal = await removalOf(lane, target, alias.get(element) ?? '');
  try {
    const asked = { dom: target.dom, xml: serializeElement(element), flags: LIVE };
    await lane.call(procedures.domainDetachDeviceFlags, asked).catch(async (refusal: unknown) => {
      throw await removal.explain(refusal);
    });
    context.log('info', 'detachAsked', { device });
    const isGone = async (): Promise<boolean> => !keyedDevices(await readRoot(lane, target, 0)).has(device);
    await removal.wait(isGone, context.signal);
    context.log('info', 'detached', { device });
  } finally {
    await removal.close();
  }
}
