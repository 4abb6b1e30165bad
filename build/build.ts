/** npm run build [-- --force] [--only renderer,electron,preload] */
import { parseArgs } from 'node:util';
import { buildAll, type BundleName } from './bundle.ts';
import { fail, say } from './machine/say.ts';

const names: readonly BundleName[] = ['renderer', 'electron', 'preload'];
const { values } = parseArgs({ options: { force: { type: 'boolean', default: false }, only: { type: 'string' } } });
const only = values.only
  ?.split(',')
  .map((word) => names.find((name) => name === word) ?? fail(`no bundle "${word}": ${names.join(', ')}`));

try {
  const made = await buildAll({
    force: values.force,
    ...(only && { only }),
    progress: (name, ms) => (ms === undefined ? undefined : say(`built ${name} in ${(ms / 1000).toFixed(1)} s`)),
  });
  if (made.length === 0) say('the build is up to date');
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
