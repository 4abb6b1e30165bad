/** The password of the browser variant: how it is kept (scrypt), checked, and how often it may be tried. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { appError } from '../../shared/errors.ts';

/** About 100 ms and 32 MiB a try. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;
const keyLength = 32;
/** Longer input only costs time. */
const longestPassword = 1024;

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyLength, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** The line for the password file: `scrypt:SALT:KEY`, base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt:${salt.toString('base64')}:${(await derive(password, salt)).toString('base64')}`;
}

export type PasswordCheck = (password: string) => Promise<boolean>;

/** A check against the text of a password file. Throws `invalidArgument` for anything but a line of {@link hashPassword}. */
export function passwordCheck(fileText: string): PasswordCheck {
  const match = /^scrypt:([A-Za-z0-9+/=]{24}):([A-Za-z0-9+/=]{44})$/.exec(fileText.trim());
  if (!match?.[1] || !match[2]) {
    throw appError('invalidArgument', 'the password file holds no scrypt line: write it with --set-password');
  }
  const salt = Buffer.from(match[1], 'base64');
  const key = Buffer.from(match[2], 'base64');
  return async (password) => password.length <= longestPassword && timingSafeEqual(await derive(password, salt), key);
}

/** Free tries, then a wait that doubles with each further failure. */
const freeTries = 5;
const longestWait = 15 * 60_000;
const most = { addresses: 10_000, running: 4 } as const;

/** Counts failures by remote address, and how many checks run at once, each of which costs memory and a core. */
export class TryLimit {
  readonly #now: () => number;
  readonly #failures = new Map<string, { count: number; until: number }>();
  #running = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Runs the check unless the address has to wait; answers the seconds it has to wait instead. */
  async run(
    address: string,
    check: () => Promise<boolean>,
  ): Promise<{ readonly passed: boolean } | { readonly wait: number }> {
    const failed = this.#failures.get(address);
    if (failed && failed.until > this.#now()) return { wait: Math.ceil((failed.until - this.#now()) / 1000) };
    if (this.#running >= most.running) return { wait: 1 };
    // Counted before it is checked, so that tries side by side count too.
    const count = (failed?.count ?? 0) + 1;
    this.#remember(address, count);
    this.#running += 1;
    try {
      const passed = await check();
      if (passed) this.#failures.delete(address);
      return { passed };
    } finally {
      this.#running -= 1;
    }
  }

  #remember(address: string, count: number): void {
    const wait = count < freeTries ? 0 : Math.min(1000 * 2 ** (count - freeTries), longestWait);
    this.#failures.delete(address);
    this.#failures.set(address, { count, until: this.#now() + wait });
    const oldest = this.#failures.size > most.addresses ? this.#failures.keys().next().value : undefined;
    if (oldest !== undefined) this.#failures.delete(oldest);
  }
}
