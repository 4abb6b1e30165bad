/** The daemon's side of SCRAM-SHA-256. */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { procedures } from '../../electron/libvirt/protocol/procedures.ts';
import type { FakeLibvirtd } from './fakeLibvirtd.ts';

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const SALT = Buffer.from('salt of the fake');
const ITERATIONS = 4096;

/** Answers AUTH_SASL_START and AUTH_SASL_STEP for one account. */
export function scramServer(
  daemon: FakeLibvirtd,
  account: { readonly user: string; readonly password: string },
  { forgeSignature = false } = {},
): void {
  const salted = pbkdf2Sync(account.password, SALT, ITERATIONS, 32, 'sha256');
  let clientFirstBare = '';
  let serverFirst = '';
  daemon.answer(procedures.authSaslStart, ({ data }) => {
    clientFirstBare = Buffer.from(data).toString().slice('n,,'.length);
    serverFirst = `r=${clientFirstBare.split('r=')[1]}server,s=${SALT.toString('base64')},i=${ITERATIONS}`;
    return { complete: 0, nil: 0, data: Buffer.from(serverFirst) };
  });
  daemon.handle(procedures.authSaslStep, (call) => {
    const [withoutProof = '', proof = ''] = Buffer.from(call.args.data).toString().split(',p=');
    const authMessage = `${clientFirstBare},${serverFirst},${withoutProof}`;
    const clientKey = hmac(salted, 'Client Key');
    const signature = hmac(createHash('sha256').update(clientKey).digest(), authMessage);
    const expected = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
    if (!expected.equals(Buffer.from(proof, 'base64')) || !clientFirstBare.startsWith(`n=${account.user},`)) {
      call.refuse({ code: 45, message: 'authentication failed: authentication failed' });
      return;
    }
    const serverSignature = hmac(hmac(salted, 'Server Key'), forgeSignature ? 'forged' : authMessage);
    call.reply({ complete: 1, nil: 0, data: Buffer.from(`v=${serverSignature.toString('base64')}`) });
  });
}
