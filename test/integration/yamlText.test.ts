/** YAML as its readers in a guest read it: PyYAML, which cloud-init and Ubuntu's installer use. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { yamlText } from '../../shared/model/yamlText.ts';

const script = 'import sys, json, yaml; json.dump(yaml.safe_load(sys.stdin.buffer), sys.stdout)';
const readByPython = (text: string): unknown =>
  JSON.parse(execFileSync('/usr/bin/python3', ['-c', script], { input: text, encoding: 'utf8' }));

/** One a line; what has lines itself follows. */
const words = `
yes No on y ~ null = << .inf 0123 0o17 1:30 12:30:45 1e3 1_000 .5 2001-01-01 --- # *a &a !a %a @a \`a [a $HOME \\n 中文 😀 it's "quoted"`
  .trim()
  .split(/\s/);
const lines = [
  '',
  '# a',
  'a # b',
  'a: b',
  '- a',
  '? a',
  'a, b',
  '{{ a }}',
  ' lead',
  'trail ',
  '\ttab',
  'a\tb',
  'x'.repeat(500),
];
const blocks = ['...\n', 'a\n---\nb', 'a\r\nb', 'a\n\n\n', '\n a', ' a\n  b\n', 'é\nè'];
const odd = [...words, ...lines, ...blocks, '\0', '\u0007', '\u0085', 'a\u2028b', '\ufeff'];

test('odd texts come back as they were', () => {
  expect(readByPython(yamlText({ odd, keyed: { inside: odd } }))).toEqual({ odd, keyed: { inside: odd } });
});

test('so do a thousand made at random, and numbers and truths as what they are', () => {
  const texts = fc.sample(
    fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.stringMatching(/^[ \-:#\n'"a1]*$/)),
    1000,
  );
  const value = { texts, numbers: [0, 1, -5, 1.5], truths: [true, false] };
  expect(readByPython(yamlText(value))).toEqual(value);
});
