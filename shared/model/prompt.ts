/** What a connection may have to ask its user. Each question names the host it is for and ends with an answer or a refusal. */
import { z } from 'zod';
import type { HostId } from './host.ts';

export type Prompt =
  | {
      readonly kind: 'hostKey';
      /** As it will stand in known_hosts: `h1` or `[h1]:2222`. */
      readonly server: string;
      /** "ssh-ed25519" */
      readonly keyType: string;
      /** "SHA256:..." as OpenSSH prints it. */
      readonly fingerprint: string;
      /** File it will be appended to. */
      readonly file: string;
    }
  | { readonly kind: 'passphrase'; readonly keyFile: string; readonly attempt: number }
  | { readonly kind: 'password'; readonly user: string; readonly server: string; readonly attempt: number }
  | {
      readonly kind: 'keyboardInteractive';
      readonly server: string;
      readonly user: string;
      readonly name: string;
      readonly instructions: string;
      readonly prompts: readonly { readonly text: string; readonly echo: boolean }[];
    }
  | { readonly kind: 'sasl'; readonly mechanism: string; readonly realm?: string; readonly attempt: number };

export interface PendingPrompt {
  readonly id: string;
  readonly host?: HostId;
  /** The host's display name, or the URI under test. */
  readonly hostName: string;
  readonly prompt: Prompt;
  /** Whether "remember" may be offered (a safe place for secrets exists). */
  readonly canRemember: boolean;
}

/** `answers`: one string per prompt; password-like questions have one, SASL two (user, password), `hostKey` none. */
export const promptAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), answers: z.array(z.string().max(4096)).max(32), remember: z.boolean() }),
  z.object({ kind: z.literal('refuse') }),
]);
export type PromptAnswer = z.infer<typeof promptAnswer>;
