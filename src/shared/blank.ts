// What takes no ink: space of any kind, what Unicode has programs ignore where they do not know it (zero-width space and
// joiners, marks of direction, fillers, variation selectors), control characters, and the empty Braille pattern.
const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/u;

/** Whether there is nothing to see in a text. */
export function isBlank(text: string): boolean {
  return !VISIBLE.test(text);
}
