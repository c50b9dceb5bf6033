/** The server's Prometheus metrics by name. */
export async function readMetrics(url: string): Promise<Record<string, number>> {
  const response = await fetch(`${url}/metrics`);
  const lines = (await response.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(lines.map((line) => [line.split(" ")[0], Number(line.split(" ")[1])]));
}

export async function readMetric(url: string, name: string): Promise<number> {
  const number = (await readMetrics(url))[name];
  if (number === undefined) throw new Error(`There is no metric ${name}`);
  return number;
}
