// node build/run.mjs FILE.ts ARGUMENTS...: a script in TypeScript, from a fresh clone on any Node: with its dependencies, on a Node that runs it.
import { ensureDependencies, runTypeScript } from './bootstrap.mjs';

const [file = '', ...args] = process.argv.slice(2);
ensureDependencies();
runTypeScript(file, args);
