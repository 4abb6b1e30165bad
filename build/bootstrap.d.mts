/** Root folder of the working tree, with a slash at its end. */
export const root: string;
/** Runs `npm ci` if node_modules lacks what the lockfile says. Ends the process where that fails. */
export function ensureDependencies(): void;
interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>;
}
/** Whether what was installed is what the lockfile says, but for packages of other systems. */
export function isInstalled(lock: Lockfile, hidden: Lockfile): boolean;
/** The Node that runs TypeScript and has node:sqlite. Ends the process where there is none. */
export function modernNode(): string;
/** Runs a TypeScript file with the arguments of this process, in its place: same standard streams, signals and exit code. */
export function runTypeScript(file: string, args?: readonly string[]): void;
