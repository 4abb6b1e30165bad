/** npm run check: types, lint, layers, format, dead code, language files, lengths. Runs all, then says which failed. */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from './bootstrap.mjs';
import { isTest, violations } from './boundaries.ts';
import { longFiles } from './fileLength.ts';
import { command, say } from './machine/say.ts';
import { differences, misuses, type Words } from './words.ts';
import { usesOf } from './wordUses.ts';

interface Check {
  readonly name: string;
  /** The words about what is wrong; empty: all is well. `note`: worth a look, no failure. */
  run(): Promise<{ readonly wrong: readonly string[]; readonly note?: readonly string[] }>;
}

/** A check that is a program among the dependencies: its words count if it fails. */
function tool(name: string, bin: string, ...words: readonly string[]): Check {
  return {
    name,
    run: async () => {
      const { code, stdout, stderr } = await command([join(root, 'node_modules/.bin', bin), ...words], {
        cwd: root,
        timeoutMs: 300_000,
      });
      const text = `${stdout}${stderr}`
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('npm warn'));
      return code === 0 ? { wrong: [] } : { wrong: text.length > 0 ? text : [`${bin} ended with code ${code}`] };
    },
  };
}

/** Sources of the program and of its scripts: path inside the tree -> text. */
async function sources(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const file of glob('{shared,electron,renderer,build,test}/**/*.{ts,tsx,mjs}', { cwd: root })) {
    files.set(file.replaceAll('\\', '/'), await readFile(join(root, file), 'utf8'));
  }
  return files;
}

const words: z.ZodType<Words> = z.lazy(() => z.record(z.string(), z.union([z.string(), words])));

/** The language files of a language: name inside its folder, without `.json` -> its words. */
async function languageFiles(language: string): Promise<Map<string, Words>> {
  const folder = join(root, 'renderer/words', language);
  const files = new Map<string, Words>();
  for await (const file of glob('**/*.json', { cwd: folder })) {
    const name = file.replaceAll('\\', '/').replace(/\.json$/, '');
    files.set(name, words.parse(JSON.parse(await readFile(join(folder, file), 'utf8'))));
  }
  return files;
}

/** What is wrong with the language files, each in itself and with their index and users. */
async function wrongWords(): Promise<string[]> {
  const [english, chinese] = await Promise.all([languageFiles('en'), languageFiles('zh-CN')]);
  const names = [...new Set([...english.keys(), ...chinese.keys()])].toSorted();
  const differing = names.flatMap((name) =>
    differences(english.get(name) ?? {}, chinese.get(name) ?? {}).map(
      (problem) => `renderer/words/zh-CN/${name}.json: ${problem}`,
    ),
  );
  const files = await sources();
  const isProperties = (name: string): boolean => name.startsWith('properties/');
  const unlisted = ['en', 'zh-CN'].flatMap((language) =>
    names
      .map((name) => ({ name, index: `renderer/words/${isProperties(name) ? 'properties.' : ''}${language}.ts` }))
      .filter(({ name, index }) => !files.get(index)?.includes(`'./${language}/${name}.json'`))
      .map(({ name, index }) => `${index}: lacks ${language}/${name}.json`),
  );
  // Words of properties are found by the tables of the model: renderer/words/propertyTexts.test.ts compares these.
  const all = Object.fromEntries([...english].filter(([name]) => !isProperties(name)));
  const uses = [...files]
    .filter(([file]) => file.startsWith('renderer/') && !isTest(file))
    .flatMap(([file, text]) => usesOf(file, text));
  const { missing, unused } = misuses(all, uses);
  return [...differing, ...unlisted, ...missing, ...unused.map((key) => `renderer/words/en: nothing uses ${key}`)];
}

const checks: readonly Check[] = [
  ...['shared', 'electron', 'renderer', 'test'].map((folder) =>
    tool(`types: ${folder}`, 'tsc', '-p', folder, '--pretty', 'false'),
  ),
  tool('lint', 'oxlint', '--type-aware', '--report-unused-disable-directives'),
  {
    name: 'layers',
    run: async () => ({
      wrong: violations(await sources()).map(({ file, line, message }) => `${file}:${line}: ${message}`),
    }),
  },
  tool('format', 'oxfmt', '--check', '.'),
  tool('dead code', 'knip', '--no-progress'),
  {
    name: 'language files',
    run: async () => ({ wrong: await wrongWords() }),
  },
  {
    name: 'file lengths',
    run: async () => {
      const long = longFiles(await sources());
      const line = ({ file, lines }: { file: string; lines: number }): string =>
        `${file}: ${lines} lines: look for the second thing that wants its own name`;
      return {
        wrong: long.filter(({ level }) => level === 'fail').map(line),
        note: long.filter(({ level }) => level === 'warn').map(line),
      };
    },
  },
];

const failed: string[] = [];
for (const check of checks) {
  const start = performance.now();
  const { wrong, note = [] } = await check.run();
  if (wrong.length > 0) failed.push(check.name);
  say(`${wrong.length > 0 ? 'FAILED' : 'ok    '} ${check.name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  for (const words of wrong) say(`  ${words}`);
  for (const words of note) say(`  note: ${words}`);
}
say(failed.length > 0 ? `\nFailed: ${failed.join(', ')}` : '\nAll checks passed');
process.exitCode = failed.length > 0 ? 1 : 0;
