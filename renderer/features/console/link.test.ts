import { describe, expect, it } from 'vitest';
import { backoffMs, initialLink, step, type LinkEvent, type LinkState } from './link.ts';

const lost: LinkEvent = { kind: 'lost', error: { code: 'connectionLost', message: 'gone' } };
const after = (start: LinkState, ...events: LinkEvent[]): LinkState => events.reduce(step, start);
const running = initialLink(true);

describe('the link of a console', () => {
  it('opens at once when the guest runs and waits for it otherwise', () => {
    expect(running).toMatchObject({ kind: 'opening', attempt: 0, again: false });
    expect(initialLink(false).kind).toBe('off');
    expect(after(initialLink(false), { kind: 'guest', active: true }).kind).toBe('opening');
  });

  it('opens again when the guest comes back after it was off', () => {
    const off = after(running, { kind: 'opened' }, { kind: 'lost' }, { kind: 'guest', active: false });
    expect(off.kind).toBe('off');
    expect(after(off, { kind: 'guest', active: true })).toMatchObject({ kind: 'opening', attempt: 0 });
  });

  it('gives each attempt a session number of its own', () => {
    const again = after(running, { kind: 'opened' }, lost, { kind: 'retry' });
    expect(again.session).toBeGreaterThan(running.session);
  });

  it('retries a lost connection, later each time, and remembers that it was open before', () => {
    const first = after(running, { kind: 'opened' }, lost);
    expect(first).toMatchObject({ kind: 'waiting', attempt: 1, again: true });
    expect(after(first, { kind: 'retry' }, lost)).toMatchObject({ kind: 'waiting', attempt: 2, again: true });
  });

  it('starts counting anew once it was open', () => {
    const state = after(running, lost, { kind: 'retry' }, lost, { kind: 'retry' }, { kind: 'opened' }, lost);
    expect(state).toMatchObject({ kind: 'waiting', attempt: 1 });
  });

  it('never waits longer than ten seconds', () => {
    expect([1, 2, 3, 20].map(backoffMs)).toEqual([500, 1000, 2000, 10_000]);
  });

  it('gives up on what waiting does not cure, until the user retries', () => {
    const failed = after(running, { kind: 'lost', error: { code: 'notSupported', message: 'no such device' } });
    expect(failed.kind).toBe('failed');
    expect(after(failed, { kind: 'retry' })).toMatchObject({ kind: 'opening', attempt: 0 });
  });

  it('asks before it takes over a console that somebody else has', () => {
    const busy = after(running, { kind: 'lost', error: { code: 'busy', message: 'Active console session exists' } });
    expect(busy.kind).toBe('busy');
    expect(running).toMatchObject({ force: false });
    expect(after(busy, { kind: 'takeOver' })).toMatchObject({ kind: 'opening', force: true });
    expect(after(busy, { kind: 'retry' })).toMatchObject({ kind: 'opening', force: false });
  });

  it('does not force again after a taken-over console was lost', () => {
    const state = after(
      running,
      { kind: 'lost', error: { code: 'busy', message: '' } },
      { kind: 'takeOver' },
      { kind: 'opened' },
      lost,
      { kind: 'retry' },
    );
    expect(state).toMatchObject({ kind: 'opening', force: false });
  });

  it('asks for credentials on the same connection', () => {
    const asking = after(running, { kind: 'credentialsRequired', types: ['username', 'password'] });
    expect(asking).toMatchObject({ kind: 'asking', types: ['username', 'password'], session: running.session });
    expect(after(asking, { kind: 'credentials' }, { kind: 'opened' })).toMatchObject({
      kind: 'open',
      session: running.session,
    });
  });

  it('asks again with the reason after refused credentials, and opens a new connection for new ones', () => {
    const refused = after(
      running,
      { kind: 'credentialsRequired', types: ['password'] },
      { kind: 'credentialsRefused', reason: 'Authentication failed' },
    );
    expect(refused).toMatchObject({ kind: 'refused', types: ['password'], reason: 'Authentication failed' });
    // The server hangs up after a refusal: that must not start a retry with the same password.
    expect(after(refused, lost)).toEqual(refused);
    expect(after(refused, { kind: 'credentials' }).session).toBeGreaterThan(running.session);
  });

  it('is off, whatever it did, when the guest stops', () => {
    const states: LinkState[] = [
      running,
      after(running, { kind: 'opened' }),
      after(running, lost),
      after(running, { kind: 'credentialsRequired', types: ['password'] }),
      after(running, { kind: 'lost', error: { code: 'busy', message: '' } }),
      after(running, { kind: 'lost', error: { code: 'internal', message: '' } }),
    ];
    for (const state of states) expect(after(state, { kind: 'guest', active: false }).kind).toBe('off');
  });
});
