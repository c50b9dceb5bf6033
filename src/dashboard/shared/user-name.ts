interface Named {
  readonly id: string;
  readonly name?: string | null;
  readonly email?: string | null;
}

/** The user's name if known, else the email address, else the id. */
export function userName({ id, name, email }: Named): string {
  return name ?? email ?? id;
}
