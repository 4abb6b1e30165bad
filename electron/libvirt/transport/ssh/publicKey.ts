/** Public keys as they travel and as files hold them (RFC 4253, 6.6; RFC 5656; RFC 8709; OpenSSH's PROTOCOL.u2f). */

/** What follows the name of its type in a key's blob: that many strings or numbers, each with its length. */
const parts: Readonly<Record<string, number>> = {
  'ssh-rsa': 2,
  'ssh-dss': 4,
  'ssh-ed25519': 1,
  'ecdsa-sha2-nistp256': 2,
  'ecdsa-sha2-nistp384': 2,
  'ecdsa-sha2-nistp521': 2,
  'sk-ssh-ed25519@openssh.com': 2,
  'sk-ecdsa-sha2-nistp256@openssh.com': 3,
};

const ED25519_BYTES = 32;
/** OpenSSH takes no smaller ones (SSH_RSA_MINIMUM_MODULUS_SIZE). */
const RSA_BITS = 1024;

/** Curve as the blob names it, and the bytes of an uncompressed point. */
const curves: Readonly<Record<string, readonly [name: string, pointBytes: number]>> = {
  'ecdsa-sha2-nistp256': ['nistp256', 65],
  'ecdsa-sha2-nistp384': ['nistp384', 97],
  'ecdsa-sha2-nistp521': ['nistp521', 133],
  'sk-ecdsa-sha2-nistp256@openssh.com': ['nistp256', 65],
};

/** The type that a public key blob names itself; empty where it is cut short before that. */
export function keyTypeOf(blob: Buffer): string {
  return strings(blob)?.[0]?.toString('latin1') ?? '';
}

/** Whether the bytes are a whole key of this type. */
export function isPublicKey(blob: Buffer, keyType: string): boolean {
  const [type, ...rest] = strings(blob) ?? [];
  if (type?.toString('latin1') !== keyType || rest.length !== parts[keyType]) return false;
  const [first, second] = rest;
  const curve = curves[keyType];
  if (curve) return first?.toString('latin1') === curve[0] && second?.length === curve[1];
  if (keyType.includes('ed25519')) return first?.length === ED25519_BYTES;
  return keyType !== 'ssh-rsa' || bits(second) >= RSA_BITS;
}

/** Undefined where the last one is cut short. */
function strings(blob: Buffer): readonly Buffer[] | undefined {
  const found: Buffer[] = [];
  for (let at = 0; at < blob.length;) {
    if (at + 4 > blob.length) return undefined;
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return undefined;
    found.push(blob.subarray(at + 4, end));
    at = end;
  }
  return found;
}

/** Of a number without sign; a leading zero byte keeps it from being read as negative. */
function bits(number: Buffer | undefined): number {
  const from = number?.findIndex((byte) => byte !== 0) ?? -1;
  const first = number?.[from];
  return number === undefined || first === undefined ? 0 : (number.length - from) * 8 - Math.clz32(first) + 24;
}
