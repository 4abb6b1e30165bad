import { relative, resolve } from 'node:path';

export interface Routes {
  readonly unit: readonly string[] | undefined;
  readonly integration: readonly string[] | undefined;
  readonly e2e: readonly string[] | undefined;
}

const runners = ['unit', 'integration', 'e2e'] as const;
type Runner = (typeof runners)[number];

const homes: Record<Runner, RegExp> = {
  unit: /^(shared|electron|renderer|build|test\/fuzz)(\/|$)/,
  integration: /^test\/(integration|fakeLibvirtd)(\/|$)/,
  e2e: /^test\/e2e(\/|$)/,
};

/** Which runner gets which of the paths that the user named. Undefined: that runner has nothing to do; an empty list: all of it. */
export function route(paths: readonly string[], root: string): Routes {
  if (paths.length === 0) return { unit: [], integration: [], e2e: [] };
  const routes: Record<Runner, string[] | undefined> = { unit: undefined, integration: undefined, e2e: undefined };
  for (const path of paths) {
    const inside = relative(root, resolve(root, path)).replaceAll('\\', '/');
    const home = runners.filter((runner) => homes[runner].test(inside));
    // A word that is no path of one runner (a part of a name, the folder "test") goes to all of them.
    for (const runner of home.length > 0 ? home : runners) (routes[runner] ??= []).push(inside === '' ? '.' : inside);
  }
  return routes;
}
