/** Telling libvirt's errors apart by number (virErrorNumber), never by text. */
import { AppError } from '../../../shared/errors.ts';
import { enums } from '../../libvirt/index.ts';

type WithoutPrefix<Key> = Key extends `VIR_ERR_${infer Name}` ? Name : never;
export type ErrorName = WithoutPrefix<keyof typeof enums.virErrorNumber>;

/** Whether the daemon answered with one of these errors. */
export function isLibvirt(thrown: unknown, ...names: readonly ErrorName[]): boolean {
  const code = thrown instanceof AppError ? thrown.data.libvirt?.code : undefined;
  return names.some((name) => enums.virErrorNumber[`VIR_ERR_${name}`] === code);
}
