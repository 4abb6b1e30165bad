import { describe, expect, it } from 'vitest';
import type { DomainEdit } from '../../shared/model/domainEdit.ts';
import { withEdit } from './edits.ts';

const cache = (from: string | null, to: string | null): DomainEdit => ({
  kind: 'device',
  device: 'disk:vda',
  changes: { cache: { from, to } },
});

describe('planned edits', () => {
  it('of the same device become one, from what is there to what was said last', () => {
    expect(withEdit([cache(null, 'none')], cache('none', 'unsafe'))).toEqual([cache(null, 'unsafe')]);
  });
  it('that change nothing are not kept, whether at once or because a later one takes them back', () => {
    expect(withEdit([], { kind: 'domain', changes: {} })).toEqual([]);
    expect(withEdit([cache('none', 'unsafe')], cache('unsafe', 'none'))).toEqual([]);
  });
  it('of different devices stay apart', () => {
    const other: DomainEdit = { kind: 'removeDevice', device: 'disk:vdb', xml: '<disk/>' };
    expect(withEdit([cache(null, 'none')], other)).toEqual([cache(null, 'none'), other]);
  });
  it('give way to a definition that was edited as a whole', () => {
    const whole: DomainEdit = { kind: 'definition', from: '<domain/>', to: '<domain type="kvm"/>' };
    expect(withEdit([cache(null, 'none')], whole)).toEqual([whole]);
  });
});
