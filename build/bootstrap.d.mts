/** Root folder of the working tree, with a slash at its end. */
export const root: string;
/** Runs `npm ci` if node_modules is missing or older than the lockfile. Ends the process where that fails. */
export function ensureDependencies(): void;
/** The Node that runs TypeScript and has node:sqlite. Ends the process where there is none. */
export function modernNode(): string;
/** Runs a TypeScript file with the arguments of this process, in its place: same standard streams, same exit code. */
export function runTypeScript(file: string): void;
