import pg from "pg";

export async function withClient<Result>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Replaces a database with a copy of a template, which must have no connections. @returns the copy's URL. */
export async function copyDatabase(templateUrl: string, name: string): Promise<string> {
  const template = new URL(templateUrl);
  await withClient(new URL("/postgres", template).href, async (client) => {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name} template ${template.pathname.slice(1)} strategy file_copy`);
  });
  return new URL(`/${name}`, template).href;
}
