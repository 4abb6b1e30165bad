/** One side of a SASL exchange: what every mechanism is made of. */

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** One exchange with one set of credentials. */
export interface SaslClient {
  readonly first: Uint8Array;
  /** The answer to what the server said. @throws AppError `saslFailed` */
  step(challenge: Uint8Array): Promise<Uint8Array>;
  /** Whether nothing more is due, and the server has proved what it must prove. */
  readonly complete: boolean;
}
