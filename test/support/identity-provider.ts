import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from "jose";

/** A pair of keys, and what is published of it. */
export interface SigningKey {
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
  /** The public key as a text that anybody can get. */
  readonly pem: string;
}

export async function newKey(kid: string, alg = "ES256"): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: "sig" };
  return { alg, privateKey, jwk, pem: await exportSPKI(publicKey) };
}

/** A token with these claims, as they are. @param header besides `alg` and the key's `kid`. */
export function signWith({ alg, privateKey, jwk }: SigningKey, claims: object, header: object = {}) {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg, kid: jwk.kid, ...header }).sign(privateKey);
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An identity provider that publishes keys on a port of 127.0.0.1, and counts how often they are fetched. */
export class IdentityProvider {
  keys: readonly JWK[];
  fetches = 0;
  /** What it does in the place of answering with its keys. */
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

  /** Listens again, at the same address. */
  async open(): Promise<void> {
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Is not to be reached any more. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }
}
