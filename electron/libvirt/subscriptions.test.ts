import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openFake } from '../../test/fakeLibvirtd/openFake.ts';
import { events } from './protocol/events.ts';
import { procedures } from './protocol/procedures.ts';

const {
  connectDomainEventCallbackRegisterAny: register,
  connectDomainEventCallbackDeregisterAny: deregister,
  connectNetworkEventRegisterAny: registerNetwork,
  connectRegisterCloseCallback: registerClose,
} = procedures;
const { domainLifecycle, domainReboot, networkLifecycle, connectionClosed } = events;

const uuid = new Uint8Array(16);
const started = (name: string) => ({ dom: { name, uuid, id: 1 }, event: 2, detail: 0 });

describe('subscriptions', () => {
  it('register each event once, for all objects, and tell everybody', async () => {
    const { daemon, connection } = await openFake();
    daemon.answer(register, () => ({ callbackID: 5 }));
    const heard: string[] = [];
    await Promise.all([
      connection.subscribe(domainLifecycle, ({ dom }) => heard.push(`a ${dom.name}`)),
      connection.subscribe(domainLifecycle, ({ dom }) => heard.push(`b ${dom.name}`)),
    ]);
    expect(daemon.calls.filter(({ procedure }) => procedure.name === register.name).map(({ args }) => args)).toEqual([
      { eventID: 0, dom: undefined },
    ]);
    daemon.sendEvent(domainLifecycle, started('vm'), { callbackID: 5 });
    await expect.poll(() => heard).toEqual(['a vm', 'b vm']);
  });

  it('lose no event that comes before the reply of the call that registers', async () => {
    const { daemon, connection } = await openFake();
    const heard: string[] = [];
    const subscribing = connection.subscribe(domainLifecycle, ({ dom }) => heard.push(dom.name));
    const call = await daemon.nextCall(register);
    daemon.sendEvent(domainLifecycle, started('ours'), { callbackID: 7 });
    daemon.sendEvent(domainLifecycle, started('of another callback'), { callbackID: 6 });
    await nextTurn();
    expect(heard).toEqual([]);
    call.reply({ callbackID: 7 });
    await subscribing;
    await expect.poll(() => heard).toEqual(['ours']);
  });

  it('tell families apart whose callback ids are alike', async () => {
    const { daemon, connection } = await openFake();
    daemon.answer(register, () => ({ callbackID: 0 }));
    daemon.answer(registerNetwork, () => ({ callbackID: 0 }));
    const heard: string[] = [];
    await connection.subscribe(domainLifecycle, () => heard.push('domain'));
    await connection.subscribe(networkLifecycle, () => heard.push('network'));
    daemon.sendEvent(networkLifecycle, { net: { name: 'n', uuid }, event: 2, detail: 0 }, { callbackID: 0 });
    await expect.poll(() => heard).toEqual(['network']);
  });

  it('of an event that the driver does not have fail, and the others work', async () => {
    const { daemon, connection } = await openFake();
    daemon.handle(register, (call) => {
      if (call.args.eventID === 0) call.reply({ callbackID: 1 });
      else call.refuse({ code: 1, message: 'unsupported event ID 1' });
    });
    await expect(connection.subscribe(domainReboot, () => undefined)).rejects.toMatchObject({
      data: { code: 'notSupported', raw: 'unsupported event ID 1', libvirt: { code: 1 } },
    });
    await connection.subscribe(domainLifecycle, () => undefined);
  });

  it('deregister when the last listener leaves, and drop what still comes', async () => {
    const { daemon, connection } = await openFake();
    daemon.answer(register, () => ({ callbackID: 3 }));
    daemon.answer(deregister, () => ({}));
    const heard: string[] = [];
    const first = await connection.subscribe(domainLifecycle, () => heard.push('first'));
    const second = await connection.subscribe(domainLifecycle, () => heard.push('second'));
    await first.close();
    expect(daemon.calls.some(({ procedure }) => procedure.name === deregister.name)).toBe(false);
    await second.close();
    expect(daemon.calls.at(-1)?.args).toEqual({ callbackID: 3 });
    daemon.sendEvent(domainLifecycle, started('vm'), { callbackID: 3 });
    await connection.ping();
    await nextTurn();
    expect(heard).toEqual([]);
  });

  it('of the hypervisor connection have no callback id', async () => {
    const { daemon, connection } = await openFake();
    daemon.answer(registerClose, () => ({}));
    const reasons: number[] = [];
    await connection.subscribe(connectionClosed, ({ reason }) => reasons.push(reason));
    daemon.sendEvent(connectionClosed, { reason: 2 });
    await expect.poll(() => reasons).toEqual([2]);
  });

  it('get an event after the reply that came before it', async () => {
    const { daemon, connection } = await openFake();
    daemon.answer(register, () => ({ callbackID: 1 }));
    const order: string[] = [];
    await connection.subscribe(domainLifecycle, () => order.push('event'));
    daemon.handle(procedures.domainCreate, (call) => {
      daemon.together(() => {
        call.reply({});
        daemon.sendEvent(domainLifecycle, started('vm'), { callbackID: 1 });
      });
    });
    await connection.call(procedures.domainCreate, { dom: { name: 'vm', uuid, id: -1 } });
    order.push('reply');
    await expect.poll(() => order).toEqual(['reply', 'event']);
  });

  it('with a message that is malformed end the connection', async () => {
    const { daemon, connection } = await openFake();
    daemon.answer(register, () => ({ callbackID: 1 }));
    await connection.subscribe(domainLifecycle, () => undefined);
    daemon.sendFrame({
      program: 0x20008086,
      procedure: 318,
      type: 2,
      serial: 1,
      payload: Buffer.from('00000001ffffffff', 'hex'),
    });
    const cause = await new Promise((resolve) => connection.onLost(({ data }) => resolve(data)));
    expect(cause).toMatchObject({ code: 'protocolError', params: { procedure: 'domainLifecycle' } });
  });

  it('end with their connection, and closing them then is no fault', async () => {
    const { daemon, connection } = await openFake();
    daemon.answer(register, () => ({ callbackID: 1 }));
    const subscription = await connection.subscribe(domainLifecycle, () => undefined);
    daemon.end();
    await new Promise((resolve) => connection.onLost(resolve));
    await subscription.close();
    await expect(connection.subscribe(domainReboot, () => undefined)).rejects.toMatchObject({
      data: { code: 'connectionLost' },
    });
  });

  it('events that nobody asked for are dropped, whatever they carry', async () => {
    const { daemon, connection } = await openFake();
    daemon.sendFrame({ program: 0x20008086, procedure: 318, type: 2, serial: 1, payload: Buffer.of(1) });
    daemon.sendFrame({ program: 0xdeadbeef, procedure: 1, type: 2, serial: 1 });
    expect(await connection.ping()).toBeGreaterThanOrEqual(0);
  });
});
