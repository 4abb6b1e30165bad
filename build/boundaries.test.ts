import { describe, expect, test } from 'vitest';
import { importsOf, violations } from './boundaries.ts';

const judge = (files: Record<string, string>): string[] =>
  violations(new Map(Object.entries(files))).map(({ file, line, message }) => `${file}:${line} ${message}`);
const one = (file: string, target: string): string[] => judge({ [file]: `import { x } from '${target}';` });

describe('reading imports', () => {
  test('static, type-only, side-effect, dynamic and re-exports are found, with their lines', () => {
    const text =
      "import type { A } from './a.ts';\nimport {\n  b,\n} from '../b.ts';\nimport './c.css';\nexport * from './d.ts';\nconst e = await import('./e.ts');\n";
    expect(importsOf('renderer/app/x.ts', text).map(({ to, typeOnly, line }) => [to, typeOnly, line])).toEqual([
      ['renderer/app/a.ts', true, 1],
      ['renderer/b.ts', false, 2],
      ['renderer/app/c.css', false, 5],
      ['renderer/app/d.ts', false, 6],
      ['renderer/app/e.ts', false, 7],
    ]);
  });

  test('the word import in a text or comment is none', () => {
    expect(importsOf('shared/x.ts', "// we import from './y.ts' here\nconst t = 'x';\n")).toEqual([]);
  });
});

describe('allowed', () => {
  test.each([
    ['shared/api/domain.ts', '../model/domain.ts'],
    ['shared/model/domain.ts', '../xml/tree.ts'],
    ['electron/libvirt/protocol/domain.ts', '../wire/xdr.ts'],
    ['electron/backend/domain/handlers.ts', '../../libvirt/index.ts'],
    ['electron/serve.ts', './web/server.ts'],
    ['electron/app/window.ts', 'electron'],
    ['renderer/app/shell.tsx', '../features/tree/tree.tsx'],
    ['renderer/features/tree/tree.tsx', '../../nouns/domain.tsx'],
    ['renderer/features/tree/tree.tsx', './row.tsx'],
    ['renderer/store/inventory.ts', '../../shared/model/domain.ts'],
  ])('%s imports %s', (file, target) => {
    expect(one(file, target)).toEqual([]);
  });
});

test("tests may type a stand-in by Electron's definitions, not import Electron", () => {
  expect(judge({ 'test/integration/x.ts': "import type { App } from 'electron';" })).toEqual([]);
  expect(one('test/integration/x.ts', 'electron')).toEqual([expect.stringContaining('pass what you need')]);
});

describe('refused, with the right way', () => {
  test.each([
    ['shared/model/domain.ts', '../api/domain.ts', 'belongs in shared/api'],
    ['shared/xml/tree.ts', '../model/domain.ts', 'describe the noun in shared/model'],
    ['shared/api/domain.ts', 'node:fs', 'shared runs anywhere'],
    ['renderer/app/shell.tsx', 'node:fs', 'pages have no Node'],
    ['renderer/store/inventory.ts', '../../electron/backend/domain/handlers.ts', 'a store holds copies'],
    ['renderer/app/shell.tsx', '../../electron/backend/domain/handlers.ts', 'typed client'],
    ['electron/backend/domain/handlers.ts', '../../../renderer/backend.ts', 'the backend knows no shell'],
    ['electron/backend/domain/handlers.ts', 'electron', 'pass what you need of it in'],
    ['electron/libvirt/protocol/domain.ts', '../connection.ts', 'calls are made in connection.ts'],
    ['electron/web/server.ts', '../app/window.ts', 'two shells'],
    ['electron/serve.ts', './app/window.ts', 'never Electron'],
    ['renderer/features/tree/tree.tsx', '../console/console.tsx', 'compose them in renderer/app'],
    ['renderer/components/table.tsx', '../store/inventory.ts', 'knows no libvirt word'],
    ['renderer/nouns/domain.tsx', '../features/tree/tree.tsx', 'must not know any feature'],
  ])('%s imports %s', (file, target, way) => {
    expect(one(file, target)).toEqual([expect.stringContaining(way)]);
  });

  test('a cycle is named once, with its files', () => {
    const found = judge({
      'shared/a.ts': "import './b.ts';",
      'shared/b.ts': "import './c.ts';",
      'shared/c.ts': "import './a.ts';",
    });
    expect(found).toEqual([
      expect.stringContaining('import cycle shared/a.ts -> shared/b.ts -> shared/c.ts -> shared/a.ts'),
    ]);
  });

  test('type-only imports count in a cycle: to read one file one needs the other', () => {
    expect(
      judge({ 'shared/a.ts': "import type { B } from './b.ts';", 'shared/b.ts': "import { a } from './a.ts';" }),
    ).toEqual([expect.stringContaining('import cycle shared/a.ts -> shared/b.ts -> shared/a.ts')]);
  });

  test('folders of the backend do not import each other both ways, though no file does', () => {
    expect(
      judge({
        'electron/backend/network/a.ts': "import type { B } from '../domain/b.ts';",
        'electron/backend/domain/c.ts': "import { d } from '../network/d.ts';",
      }),
    ).toEqual([
      expect.stringContaining('electron/backend/network -> electron/backend/domain -> electron/backend/network'),
    ]);
  });

  test('tests are not bound', () => {
    expect(judge({ 'shared/model/domain.test.ts': "import { readFileSync } from 'node:fs';" })).toEqual([]);
  });
});
