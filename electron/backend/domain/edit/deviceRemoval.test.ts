import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openFake, type Fake } from '../../../../test/fakeLibvirtd/openFake.ts';
import { appError } from '../../../../shared/errors.ts';
import { events, procedures } from '../../../libvirt/index.ts';
import { removalOf, type DeviceRemoval } from './deviceRemoval.ts';

const dom = { name: 'web', uuid: new Uint8Array(16).fill(7), id: 3 };
const target = { dom, object: { kind: 'domain', name: 'web' }, session: { config: { name: 'rack' } } } as const;
const never = new AbortController().signal;
const stays = (): Promise<boolean> => Promise.resolve(false);

let fake: Fake;
let removal: DeviceRemoval;

/** The callbacks that the daemon knows, in the order in which they were asked for. */
const callbacks = { removed: 1, refused: 2 };

beforeEach(async () => {
  fake = await openFake();
  let callbackID = 0;
  fake.daemon.answer(procedures.connectDomainEventCallbackRegisterAny, () => ({ callbackID: ++callbackID }));
  fake.daemon.answer(procedures.connectDomainEventCallbackDeregisterAny, () => ({}));
  removal = await removalOf(fake.connection, target, 'virtio-disk1');
});
afterEach(async () => {
  await removal.close();
  await fake.connection.close();
});

const say = (answer: keyof typeof callbacks, devAlias = 'virtio-disk1', of = dom): void =>
  fake.daemon.sendEvent(
    answer === 'removed' ? events.domainDeviceRemoved : events.domainDeviceRemovalFailed,
    { dom: of, devAlias },
    { callbackID: callbacks[answer] },
  );

describe('a guest', () => {
  test('that lets go ends the waiting', async () => {
    const waiting = removal.wait(stays, never);
    say('removed');
    await expect(waiting).resolves.toBeUndefined();
  });

  test('that says no is quoted with the device that stays', async () => {
    const waiting = removal.wait(stays, never);
    say('refused');
    await expect(waiting).rejects.toMatchObject({
      code: 'guestRefused',
      data: { host: 'rack', object: target.object, params: { device: 'virtio-disk1' }, retry: true },
    });
  });

  test('is not believed about another device, nor another guest about its own', async () => {
    const waiting = removal.wait(stays, never);
    say('refused', 'net1');
    say('refused', 'virtio-disk1', { ...dom, uuid: new Uint8Array(16).fill(8) });
    say('removed');
    await expect(waiting).resolves.toBeUndefined();
  });
});

test('a device that is gone from the definition is gone, though no event told it', async () => {
  await expect(removal.wait(() => Promise.resolve(true), never)).resolves.toBeUndefined();
});

test('the waiting can be cancelled', async () => {
  const cancelling = new AbortController();
  const waiting = removal.wait(stays, cancelling.signal);
  cancelling.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
});

describe('what libvirt answers while it still waits for the guest', () => {
  const refusal = appError('libvirt', 'device is busy');

  test('is the no of the guest, where it said no', async () => {
    const explaining = removal.explain(refusal);
    say('refused');
    await expect(explaining).resolves.toMatchObject({ code: 'guestRefused', data: { cause: refusal.data } });
  });

  test('is its own, where the guest said nothing', async () => {
    await expect(removal.explain(refusal)).resolves.toBe(refusal);
  });
});
