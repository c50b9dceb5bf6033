import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from "jose";

/** A key pair with its published form. */
export interface SigningKey {
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
  /** The public key in PEM form. */
  readonly pem: string;
}

export async function newKey(kid: string, alg = "ES256"): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: "sig" };
  return { alg, privateKey, jwk, pem: await exportSPKI(publicKey) };
}

/** Signs claims unchanged. @param header members besides `alg` and the key's `kid`. */
export function signWith({ alg, privateKey, jwk }: SigningKey, claims: object, header: object = {}) {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg, kid: jwk.kid, ...header }).sign(privateKey);
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An identity provider that publishes keys on a port of 127.0.0.1 and counts the requests for them. */
export class IdentityProvider {
  keys: readonly JWK[];
  fetches = 0;
  /** If set, replaces the usual response. */
  answer: Answer | null = null;
  readonly #server: Server;
  #port = 0;

  private constructor(keys: readonly SigningKey[]) {
    this.keys = keys.map(({ jwk }) => jwk);
    this.#server = createServer((request, response) => {
      this.fetches++;
      if (this.answer) this.answer(request, response);
      else response.end(JSON.stringify({ keys: this.keys }));
    });
  }

  static async start(...keys: SigningKey[]): Promise<IdentityProvider> {
    const provider = new IdentityProvider(keys);
    await provider.open();
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/keys`;
  }

  publish(...keys: readonly SigningKey[]): void {
    this.keys = keys.map(({ jwk }) => jwk);
  }

  /** Starts listening, on the same port as before. */
  async open(): Promise<void> {
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Stops listening and drops all connections. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }
}
