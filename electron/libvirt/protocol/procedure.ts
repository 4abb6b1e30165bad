/**
 * What a line of the protocol tables says. The key is libvirt's name (REMOTE_PROC_DOMAIN_CREATE is `domainCreate`), the number
 * that of the .x file, fields stand in wire order with their names in camelCase.
 */
import { struct, type Codec, type Fields, type StructOf } from '../wire/xdr.ts';

/** A set of procedures with numbers of their own. `version` is 1 for all there are. */
export interface Program {
  readonly name: 'remote' | 'qemu' | 'lxc';
  readonly id: number;
  readonly version: number;
}

interface Common<Args, Result> {
  readonly program: Program;
  readonly name: string;
  readonly number: number;
  readonly args: Codec<Args>;
  readonly result: Codec<Result>;
}

/** A call with an answer. */
export interface Procedure<Args, Result> extends Common<Args, Result> {
  readonly kind: 'call';
  /** The order of arguments that servers without `feature` (virDrvFeature) expect. */
  readonly before?: { readonly feature: number; readonly args: Codec<Args> };
}

/** Calls a procedure of the connection at hand. */
export type CallProcedure = <Args, Result>(procedure: Procedure<Args, Result>, args: NoInfer<Args>) => Promise<Result>;

/** A call that opens a byte stream. `direction` as seen from here. */
export interface StreamProcedure<Args, Result> extends Common<Args, Result> {
  readonly kind: 'stream';
  readonly direction: 'up' | 'down' | 'both';
  /** The bit of `flags` that permits holes. */
  readonly sparseFlag?: number;
}

/**
 * A call that passes file descriptors. Node can't (no SCM_RIGHTS), and calling one without makes the daemon drop the whole
 * connection (OPEN_GRAPHICS_FD over TLS), so it is listed and can't be called.
 */
export interface DescriptorProcedure<Args, Result> extends Common<Args, Result> {
  readonly kind: 'descriptors';
}

export type AnyProcedure = Procedure<unknown, unknown> | StreamProcedure<unknown, unknown> | DescriptorProcedure<unknown, unknown>;

/** No arguments, or no result. */
export const nothing = {};

/** A table's line before it knows its name and program. */
type Line<P> = Omit<P, 'name' | 'program'>;

export function procedure<A extends Fields, R extends Fields>(
  number: number,
  args: A,
  result: R,
  more: { readonly before?: { readonly feature: number; readonly args: A } } = {},
): Line<Procedure<StructOf<A>, StructOf<R>>> {
  const { before } = more;
  return {
    kind: 'call',
    number,
    args: struct(args),
    result: struct(result),
    ...(before ? { before: { feature: before.feature, args: struct(before.args) } } : {}),
  };
}

export function streamProcedure<A extends Fields, R extends Fields>(
  number: number,
  args: A,
  result: R,
  stream: { readonly direction: 'up' | 'down' | 'both'; readonly sparseFlag?: number },
): Line<StreamProcedure<StructOf<A>, StructOf<R>>> {
  return { kind: 'stream', number, args: struct(args), result: struct(result), ...stream };
}

export function descriptorProcedure<A extends Fields, R extends Fields>(
  number: number,
  args: A,
  result: R,
): Line<DescriptorProcedure<StructOf<A>, StructOf<R>>> {
  return { kind: 'descriptors', number, args: struct(args), result: struct(result) };
}

type Named<T> = { readonly [K in keyof T]: T[K] & { readonly name: string; readonly program: Program } };

/** Gives the lines of a table their names and their program. */
export function procedureTable<T extends Readonly<Record<string, object>>>(program: Program, lines: T): Named<T>;
export function procedureTable(program: Program, lines: Readonly<Record<string, object>>): object {
  return Object.fromEntries(Object.entries(lines).map(([name, line]) => [name, { ...line, name, program }]));
}
