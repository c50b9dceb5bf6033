import { chmod, cp, mkdir, readFile, realpath, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { repository, run, startServer, temporaryFolder } from "../support/server-process.ts";
import { startFlags } from "../support/start-flags.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const dockerfile = (await readFile(join(repository, "Dockerfile"), "utf8")).replaceAll("\\\n", "");
const stages = dockerfile.split(/^FROM /m).slice(1);
const [buildStage = "", , serverStage = ""] = stages;

/** The arguments of each occurrence of an instruction in a stage. */
function instructions(stage: string, name: string): string[] {
  return [...stage.matchAll(new RegExp(`^${name} +(.*)$`, "gm"))].map(([, text = ""]) => text.trim());
}

/** Performs those COPY instructions of a stage that copy from the tree, or from the stage that `prefix` names. */
async function copyAsIn(
  stage: string,
  options: { from: string; target: string; prefix?: string },
): Promise<void> {
  const { from, target, prefix = "" } = options;
  for (const line of instructions(stage, "COPY")) {
    if (prefix ? !line.startsWith(prefix) : line.startsWith("--from")) continue;
    const [destination = "", ...sources] = line.slice(prefix.length).trim().split(/ +/).reverse();
    for (const source of sources) {
      const path = source.replace("/app/", "");
      // Copied to a folder, a file keeps its name, and a folder contributes its contents.
      const to =
        destination === "./" ? path : join(destination, destination.endsWith("/") ? basename(path) : "");
      await cp(join(from, path), join(target, to), { recursive: true });
    }
  }
}

/** A node_modules of links that equals the result of `npm ci --omit=dev --omit=optional`. */
async function linkRuntimeDependencies(folder: string): Promise<void> {
  const { packages } = JSON.parse(await readFile(join(repository, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: true; optional?: true; devOptional?: true }>;
  };
  const installed = await realpath(join(repository, "node_modules"));
  for (const [path, { dev, optional, devOptional }] of Object.entries(packages)) {
    const [, name, nested] = /^node_modules\/((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(path) ?? [];
    if (!name || nested || dev || optional || devOptional) continue;
    const link = join(folder, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(installed, name), link);
  }
}

describe("the container image", () => {
  test("builds from the copied files only, and serves from a read-only tree without build tools", async () => {
    const folder = await temporaryFolder();
    const builder = join(folder, "builder");
    await copyAsIn(buildStage, { from: repository, target: builder });
    await symlink(await realpath(join(repository, "node_modules")), join(builder, "node_modules"));
    const [, build = ""] = instructions(buildStage, "RUN");
    const { code, output } = await run(build.split(" "), { cwd: builder });
    const said = ["server", "playground", "dashboard"].map((what) => `Building the ${what} ...\n`).join("");
    expect([code, output]).toEqual([0, said]);

    const app = join(folder, "app");
    await copyAsIn(serverStage, { from: builder, target: app, prefix: "--from=build" });
    await copyAsIn(serverStage, { from: repository, target: app });
    await linkRuntimeDependencies(app);
    await chmod(app, 0o555);
    onTestFinished(() => chmod(app, 0o755));

    const url = new URL(database.url);
    const { password: PGPASSWORD } = url;
    url.password = "";
    const [command = "[]"] = instructions(serverStage, "CMD");
    const server = await startServer(
      {
        cwd: app,
        // Without this, a link would resolve to the neighbours of the real package, including build tools.
        env: { NODE_ENV: "production", DATABASE_URL: url.href, PGPASSWORD, NODE_OPTIONS: PRESERVE_LINKS },
      },
      JSON.parse(command) as string[],
    );
    const [, check = "[]"] = (instructions(serverStage, "HEALTHCHECK")[0] ?? "").split("CMD ");
    const healthcheck = JSON.parse(check) as string[];
    expect(await run(healthcheck, { env: { PORT: new URL(server.url).port } })).toEqual({
      code: 0,
      output: "",
    });
    expect((await fetch(`${server.url}/ready`)).status).toBe(200);
    expect((await fetch(server.url)).headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await server.kill("SIGTERM")).toEqual({ code: 0, signal: null });
    expect((await run(healthcheck, { env: { PORT: new URL(server.url).port } })).code).toBe(1);
  });

  test("runs as an ordinary user, with the server as the process that receives the stop signal", () => {
    expect(instructions(serverStage, "USER")).toEqual(["node"]);
    expect(instructions(serverStage, "STOPSIGNAL")).toEqual(["SIGTERM"]);
    const command = ["node", ...startFlags, "--enable-source-maps", "dist/src/main.js"];
    expect(JSON.parse(instructions(serverStage, "CMD")[0] ?? "")).toEqual(command);
    expect(serverStage).not.toMatch(/^RUN/m);
  });

  test("has a build context of exactly the files that it copies", async () => {
    const ignored = (await readFile(join(repository, ".dockerignore"), "utf8")).split("\n");
    const allowed = ignored.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
    const copied = stages
      .flatMap((stage) => instructions(stage, "COPY"))
      .filter((line) => !line.startsWith("--from"));
    expect(ignored).toContain("*");
    expect(allowed.sort()).toEqual(
      [...new Set(copied.flatMap((line) => line.split(/ +/).slice(0, -1)))].sort(),
    );
  });
});

const PRESERVE_LINKS = "--preserve-symlinks --preserve-symlinks-main";

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly user?: string;
  readonly restart: string;
  readonly environment?: Record<string, string>;
  readonly ports?: string[];
  readonly volumes?: string[];
  readonly healthcheck?: { test: string[] };
  readonly depends_on?: Record<string, { condition: string }>;
}

describe("docker-compose.yml", async () => {
  const file = await readFile(join(repository, "docker-compose.yml"), "utf8");
  const { services, volumes } = parse(file) as { services: Record<string, Service>; volumes: object };

  test("starts slotwire once PostgreSQL and Redis are healthy, and keeps the data in a named volume", () => {
    expect(Object.keys(services)).toEqual(["slotwire", "postgres", "redis"]);
    expect(services["slotwire"]?.depends_on).toEqual({
      postgres: { condition: "service_healthy" },
      redis: { condition: "service_healthy" },
    });
    expect(services["postgres"]?.image).toMatch(/^postgres:18\b/);
    expect(services["postgres"]?.volumes).toEqual(["postgres-data:/var/lib/postgresql"]);
    expect(Object.keys(volumes)).toEqual(["postgres-data"]);
  });

  test.each(Object.entries(services))("%s restarts, has a health check and is not root", (_name, service) => {
    expect(service.restart).toBe("unless-stopped");
    const own = service.build !== undefined;
    expect(own ? dockerfile : service.healthcheck?.test[0]).toMatch(own ? /^HEALTHCHECK/m : /^CMD/);
    const user = own ? /^USER (.*)$/m.exec(dockerfile)?.[1] : service.user;
    expect(user).toMatch(/^(node|postgres|redis)$/);
  });

  test("requires its secrets from the environment, and opens only slotwire's port, on this machine", () => {
    const environment = Object.values(services).flatMap((service) =>
      Object.entries(service.environment ?? {}),
    );
    const secrets = environment.filter(([name]) => /SECRET|PASSWORD/.test(name));
    expect(secrets.map(([name]) => name)).toEqual(["AUTH_JWT_SECRET", "PGPASSWORD", "POSTGRES_PASSWORD"]);
    // The secret may be empty, because the server itself requires it unless it has the address of a key set.
    for (const [name, value] of secrets)
      expect(value).toMatch(
        name === "AUTH_JWT_SECRET" ? /^\$\{AUTH_JWT_SECRET:-\}$/ : /^\$\{POSTGRES_PASSWORD:\?.+\}$/,
      );
    expect(file).not.toMatch(/:\/\/[^@\s]*:[^@\s]*@/);
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:.*:4000$/)]);
    expect(services["slotwire"]?.environment).toMatchObject(
      Object.fromEntries(
        ["AUTH_JWKS_URL", "AUTH_ISSUER", "AUTH_AUDIENCE", "OIDC_CLIENT_ID", "OIDC_SCOPE"].map((name) => [
          name,
          `\${${name}:-}`,
        ]),
      ),
    );
    expect(services["slotwire"]?.environment?.["NODE_ENV"]).toMatch(/:-production\}$/);
  });

  test("passes on every setting of the README", async () => {
    const readme = await readFile(join(repository, "README.md"), "utf8");
    const tables = readme.slice(readme.indexOf("## Settings"), readme.indexOf("## In production"));
    const settings = [...tables.matchAll(/^\| (`[A-Z_`, ]+`) \|/gm)].flatMap(([, names = ""]) =>
      [...names.matchAll(/[A-Z_]{3,}/g)].map(([name]) => name),
    );
    expect(settings.length).toBeGreaterThan(40);
    // Settings that the container fixes: where it listens, and which files it has.
    const own = ["HOST", "PORT", "DATA_DIR", "TRUSTED_DOCUMENTS_FILE"];
    const given = Object.keys(services["slotwire"]?.environment ?? {});
    expect(settings.filter((name) => ![...given, ...own].includes(name))).toEqual([]);
  });
});
