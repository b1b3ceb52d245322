import type { Diagnostic } from '../core/diagnostic.ts';

/** Of several errors about the very same place the one that knows the remedy says it all; the same error is told once. */
export function withoutEchoes(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const remedies = new Map<string, Diagnostic>();
  for (const diagnostic of found) {
    const place = placeOf(diagnostic);
    if (place !== undefined && !remedies.has(place) && diagnostic.fixes.some(({ automatic }) => automatic === true)) remedies.set(place, diagnostic);
  }
  const told = new Set<string>();
  return found.filter((diagnostic) => {
    const place = placeOf(diagnostic);
    const remedy = remedies.get(place ?? '');
    if (remedy !== undefined && remedy !== diagnostic) return false;
    const error = `${diagnostic.code} ${place}`;
    if (place !== undefined && told.has(error)) return false;
    told.add(error);
    return true;
  });
}

function placeOf({ severity, span }: Diagnostic): string | undefined {
  return severity === 'error' && span !== undefined ? `${span.start}-${span.end}` : undefined;
}

/** Those of the remedies that meet an error: a remedy alone is no proof that something is wrong. */
export function confirmed(remedies: readonly Diagnostic[], found: readonly Diagnostic[]): readonly Diagnostic[] {
  const spans = found.flatMap(({ severity, span }) => (severity === 'error' && span !== undefined ? [span] : [])).sort((a, b) => a.start - b.start);
  let furthest = 0;
  // How far the errors reach that begin at or before each place.
  const reach = spans.map(({ end }) => {
    furthest = Math.max(furthest, end);
    return furthest;
  });
  return remedies.filter(({ span }) => {
    if (span === undefined) return false;
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((spans[middle]?.start ?? 0) <= span.end) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (reach[low - 1] ?? 0) >= span.start;
  });
}
