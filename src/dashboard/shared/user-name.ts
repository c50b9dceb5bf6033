interface Named {
  readonly id: string;
  readonly name?: string | null;
  readonly email?: string | null;
}

/** What somebody is called, as far as the server knows. */
export function userName({ id, name, email }: Named): string {
  return name ?? email ?? id;
}
