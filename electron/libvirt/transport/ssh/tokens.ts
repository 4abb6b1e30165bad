/** Tokens and variables in values of ssh_config (ssh_config(5), TOKENS); `ssh -G` leaves them in some values. */
import { homedir, hostname, userInfo } from 'node:os';

/** What a connection gives: `n` name as written, `h` host, `p` port, `r` remote user, `k` key alias. */
export type Tokens = Readonly<Record<'n' | 'h' | 'p' | 'r' | 'k', string>>;
/** With what KnownHostsCommand may be told besides. */
export type KeyTokens = Tokens & Readonly<Record<'H' | 'I' | 't' | 'f' | 'K', string>>;

/** @param quoted for values that a shell reads */
export function expandTokens(
  value: string,
  tokens: Tokens | KeyTokens,
  quoted = (text: string): string => text,
): string {
  const { username, uid } = userInfo();
  const all: Readonly<Record<string, string>> = {
    ...tokens,
    d: homedir(),
    i: String(uid),
    L: hostname().replace(/\..*$/, ''),
    l: hostname(),
    u: username,
  };
  return value.replace(/%([%\w])/g, (whole, name: string) => {
    if (name === '%') return '%';
    const found = all[name];
    return found === undefined ? whole : quoted(found);
  });
}

/** A path that may begin with `~`. `~user` stays: only the system knows other people's homes. */
export function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? `${homedir()}${path.slice(1)}` : path;
}

/** A path with `~`, tokens and `${VARIABLES}`. */
export function expandPath(path: string, tokens: Tokens): string {
  return expandTokens(expandHome(path), tokens).replace(
    /\$\{(\w+)\}/g,
    (_whole, name: string) => process.env[name] ?? '',
  );
}
