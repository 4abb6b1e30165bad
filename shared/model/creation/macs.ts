/** MAC addresses of new VMs. */

/** The address so many after this one, in lower case; the last three bytes count. */
export function macAfter(mac: string, steps: number): string {
  const bytes = mac.toLowerCase().split(':');
  const end = (Number.parseInt(bytes.slice(3).join(''), 16) + steps) % 2 ** 24;
  const tail = end.toString(16).padStart(6, '0');
  return [...bytes.slice(0, 3), tail.slice(0, 2), tail.slice(2, 4), tail.slice(4)].join(':');
}

/** An address of QEMU's and KVM's own range. @param random three bytes */
export const qemuMac = (random: Uint8Array): string =>
  ['52', '54', '00', ...[...random.subarray(0, 3)].map((byte) => byte.toString(16).padStart(2, '0'))].join(':');
