import { expect, test } from 'vitest';
import { errorPlace } from './errorPlace.ts';

const text = `<domain>
  <name>a</name>
  <vcpu>0</vcpu>
  <devices>
    <disk type='file'>
      <target dev='vda' bus='sheep'/>
    </disk>
    <sound model='drum'/>
  </devices>
</domain>`;

// Messages as libvirt 8 to 11 write them.
test.each([
  ['(domain_definition):7: Opening and ending tag mismatch: disk line 5 and domain', { line: 7, column: 1 }],
  ["XML error: Invalid value for attribute 'bus' in element 'target': 'sheep'.", { line: 6, column: 25 }],
  ["unsupported configuration: unknown disk bus type 'sheep'", { line: 6, column: 25 }],
  ['XML document failed to validate against schema: Extra element sound in interleave', { line: 8, column: 5 }],
  ['Element sound failed to validate content', { line: 8, column: 5 }],
  ['Did not expect element disk there', { line: 5, column: 5 }],
])('%s', (message, place) => {
  expect(errorPlace(text, message)).toEqual(place);
});

test('a message that names no more than a big element means what was changed in it', () => {
  const message = 'Extra element devices in interleave';
  const edited = (from: string, to: string) => errorPlace(text.replace(from, to), message, text);
  expect(edited("<disk type='file'>", "<disk type='file' sgio='filtered'>")).toEqual({ line: 5, column: 22 });
  expect(edited('<vcpu>0', '<vcpu>1')).toEqual({ line: 4, column: 3 });
});

test('a message that names nothing means what was changed', () => {
  const edited = text.replace('<name>a', '<name>b');
  expect(errorPlace(edited, 'Element domain failed to validate content', text)).toEqual({ line: 2, column: 9 });
});

test('a message that names nothing of an unchanged text has no place', () => {
  expect(errorPlace(text, 'operation failed: domain is busy')).toBeUndefined();
});
