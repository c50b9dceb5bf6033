// Characters that leave no visible mark: space of any kind, characters that Unicode tells programs to ignore if they do
// not know them (zero-width space and joiners, marks of direction, fillers, variation selectors), control characters,
// and the empty Braille pattern.
const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/u;

/** Whether a text has no visible characters. */
export function isBlank(text: string): boolean {
  return !VISIBLE.test(text);
}
