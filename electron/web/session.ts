/**
 * Who may use the browser variant: a one-time token, printed where the program was started, or the password is exchanged for a
 * session, which the browser keeps in a cookie. Of tokens and sessions only digests are kept.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** All in milliseconds. */
export const lifetimes = { token: 10 * 60_000, session: 7 * 24 * 3_600_000 } as const;
const most = { tokens: 16, sessions: 1000 } as const;

interface Issued<T> {
  readonly digest: Buffer;
  readonly value: T;
  /** Epoch ms. */
  expires: number;
}

export class WebSessions {
  readonly #now: () => number;
  readonly #cookie: string;
  readonly #secure: boolean;
  /** With the page that each leads to. */
  #tokens: Issued<string>[] = [];
  #sessions: Issued<undefined>[] = [];

  /** `port` goes into the cookie's name, because cookies are not kept apart by port; `secure`: the server speaks TLS. */
  constructor({ port, secure, now = Date.now }: { port: number; secure: boolean; now?: () => number }) {
    this.#now = now;
    this.#secure = secure;
    this.#cookie = `${secure ? '__Host-' : ''}virtdeck-${port}`;
  }

  /** A token that starts one session, within ten minutes, on the given page (`#/host/...`). */
  issueToken(page = ''): string {
    const token = randomBytes(32).toString('base64url');
    this.#tokens = [...this.#alive(this.#tokens), this.#issued(token, page, lifetimes.token)].slice(-most.tokens);
    return token;
  }

  /** The page of a token that was not used yet; it is used now. */
  redeem(token: string): string | undefined {
    const found = find(this.#alive(this.#tokens), token);
    this.#tokens = this.#tokens.filter((one) => one !== found);
    return found?.value;
  }

  /** Begins a session; answers the value of its Set-Cookie header. */
  begin(): string {
    const secret = randomBytes(32).toString('base64url');
    const begun = this.#issued(secret, undefined, lifetimes.session);
    this.#sessions = [...this.#alive(this.#sessions), begun].slice(-most.sessions);
    const age = lifetimes.session / 1000;
    const secure = this.#secure ? '; Secure' : '';
    return `${this.#cookie}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${age}${secure}`;
  }

  /** Whether a Cookie header names a living session, whose life then starts anew. */
  has(cookies: string | undefined): boolean {
    const secret = (cookies ?? '')
      .split(';')
      .map((pair) => pair.trim().split('='))
      .find(([name]) => name === this.#cookie)?.[1];
    const found = secret === undefined ? undefined : find(this.#alive(this.#sessions), secret);
    if (found) found.expires = this.#now() + lifetimes.session;
    return found !== undefined;
  }

  #issued<T>(secret: string, value: T, lifetime: number): Issued<T> {
    return { digest: digestOf(secret), value, expires: this.#now() + lifetime };
  }

  #alive<T>(issued: readonly Issued<T>[]): Issued<T>[] {
    return issued.filter(({ expires }) => expires > this.#now());
  }
}

const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Compares with every one, in constant time each, so that time tells nothing of a secret. */
function find<T>(issued: readonly Issued<T>[], secret: string): Issued<T> | undefined {
  const digest = digestOf(secret);
  return issued.filter((one) => timingSafeEqual(one.digest, digest))[0];
}
