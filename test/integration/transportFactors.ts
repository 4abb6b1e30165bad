/**
 * An SSH server that lets in by several factors, each a step that is told here. It is played by the SSH library: a stock sshd has one prompt
 * in each round of keyboard-interactive, and says by itself which rounds there are.
 */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import ssh2, {
  type AuthContext,
  type KeyboardAuthContext,
  type ParsedKey,
  type Prompt,
  type PublicKeyAuthContext,
} from 'ssh2';

/** One round of keyboard-interactive. */
export interface Round {
  readonly instructions?: string;
  readonly prompts: readonly Prompt[];
}

/** A factor: what is offered while it is open, and who passes. */
export type Factor =
  | { readonly method: 'publickey'; readonly key: ParsedKey }
  | { readonly method: 'password'; readonly password: string }
  | {
      readonly method: 'keyboard-interactive';
      readonly rounds: readonly Round[];
      /** Whether these answers, one list for each round, are right. */
      readonly accepts: (answers: readonly (readonly string[])[]) => boolean;
    };

export interface FactorServer extends AsyncDisposable {
  readonly port: number;
  readonly hostKey: string;
  /** Methods that clients tried, in order. */
  readonly requests: readonly string[];
  /** What was answered in each conversation: a list for each round. */
  readonly conversations: readonly (readonly (readonly string[])[])[];
}

/** The library's own ed25519 keys can't be read back when a part of them begins with zeros: one in about 200. */
function wholeKeyPair(): { readonly private: string; readonly public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    if (![pair.private, pair.public].some((text) => ssh2.utils.parseKey(text) instanceof Error)) return pair;
  }
}

/** Starts a server that wants these factors, in this order, and then gives back what it gets on a socket. */
export async function startFactorServer(factors: readonly Factor[]): Promise<FactorServer> {
  const hostKey = wholeKeyPair();
  const requests: string[] = [];
  const conversations: string[][][] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket));
  const ssh = new ssh2.Server({ hostKeys: [hostKey.private] }, (client) => {
    let passed = 0;
    client.on('error', () => undefined); // a client that leaves in the middle
    client.on('authentication', (context) => {
      const factor = factors[passed];
      if (context.method !== 'none') requests.push(context.method);
      const offered = factor ? [factor.method] : [];
      void passes(context, factor, conversations).then((result) => {
        if (result === 'probe') return;
        if (!result) return context.reject(offered);
        passed++;
        const next = factors[passed];
        if (next) context.reject([next.method], true);
        else context.accept();
      });
    });
    client.on('session', (accept) => {
      accept().on('exec', (acceptCommand) => {
        const command = acceptCommand();
        command.exit(0);
        command.end();
      });
    });
    client.on('openssh.streamlocal', (accept) => {
      const channel = accept();
      channel.pipe(channel);
    });
  });
  server.on('connection', (socket) => ssh.injectSocket(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    hostKey: hostKey.public.trim(),
    requests,
    conversations,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Whether an attempt passes this factor; `probe`: it only asked whether a key would do, and was told. */
async function passes(
  context: AuthContext,
  factor: Factor | undefined,
  conversations: string[][][],
): Promise<boolean | 'probe'> {
  if (context.method === 'publickey' && factor?.method === 'publickey') return proves(context, factor.key);
  if (context.method === 'password' && factor?.method === 'password') return context.password === factor.password;
  if (context.method === 'keyboard-interactive' && factor?.method === 'keyboard-interactive') {
    const answers: string[][] = [];
    conversations.push(answers);
    for (const round of factor.rounds) answers.push(await asked(context, round));
    return factor.accepts(answers);
  }
  return false;
}

function proves(context: PublicKeyAuthContext, key: ParsedKey): boolean | 'probe' {
  if (!context.key.data.equals(key.getPublicSSH())) return false;
  if (context.signature === undefined || context.blob === undefined) {
    context.accept(); // it would do
    return 'probe';
  }
  const right: unknown = key.verify(context.blob, context.signature, context.hashAlgo); // or an Error, whatever its types say
  return right === true;
}

function asked(context: KeyboardAuthContext, { instructions = '', prompts }: Round): Promise<string[]> {
  return new Promise((resolve) => context.prompt([...prompts], 'Two factors', instructions, resolve));
}
