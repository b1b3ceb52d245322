/** A text as one line in which nothing is not seen: what others wrote shall neither end the line it stands in nor look like more than one thing that is said. */
export function flat(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
}
