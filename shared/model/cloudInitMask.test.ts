import { expect, test } from 'vitest';
import { maskSecrets } from './cloudInitMask.ts';

test('passwords and hashes are masked, all else stays as it was written', () => {
  const text = `#cloud-config
# a comment
password: topsecret   # behind it
users:
  - { name: ann, hashed_passwd: "$6$a$b", lock_passwd: false }
  - name: bob
    plain_text_passwd: |
      topsecret
    shell: /bin/sh
chpasswd:
  expire: false
  list: |
    root:topsecret
`;
  expect(maskSecrets(text)).toBe(`#cloud-config
# a comment
password: '********'   # behind it
users:
  - { name: ann, hashed_passwd: '********', lock_passwd: false }
  - name: bob
    plain_text_passwd: '********'
    shell: /bin/sh
chpasswd:
  expire: false
  list: '********'
`);
});

test('private keys are masked wherever they stand', () => {
  const key = '-----BEGIN OPENSSH PRIVATE KEY-----\n    abc\n    -----END OPENSSH PRIVATE KEY-----\n';
  expect(maskSecrets(`write_files:\n- path: /x\n  content: |\n    ${key}`)).not.toContain('abc');
  expect(maskSecrets(`ssh_keys:\n  ed25519_private: |\n    ${key}`)).not.toContain('abc');
});

test.each([
  '#!/bin/sh\nPASSWORD=topsecret\n',
  'broken: [\npassword: topsecret\n',
  '#!/bin/sh\nexport API_TOKEN="topsecret"\n',
])('what is no YAML is masked by its assignments: %j', (text) => {
  expect(maskSecrets(text)).not.toContain('topsecret');
});
