/** What the parts of the bench measured: each figure beside a peer or a floor of the same run. */
const results = [];

/** `limit`: the ratio that is not to be passed, where there is a goal. `doubts`: why the figure is not to be trusted; one that could not be had is NaN. */
export function add(what, value, unit, peer, peerValue, limit, doubts = []) {
  results.push({ what, value, unit, peer, peerValue, ratio: value / peerValue, limit: limit ?? null, ...(doubts.length === 0 ? {} : { doubts }) });
}

export function median(values) {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** All figures on standard output: as a table, or as JSON with --json. */
export function report() {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(results, null, 2));
    return;
  }
  const number = (value) => (!Number.isFinite(value) ? 'none' : value >= 1000 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value < 10 ? 2 : 1));
  for (const { what, value, unit, peer, peerValue, ratio, limit, doubts = [] } of results) {
    const missed = doubts.length === 0 ? ': missed' : ': cannot be told';
    const goal = limit === null ? '' : `  goal ${limit.toFixed(2)}${ratio <= limit ? '' : missed}`;
    console.log(`${what.padEnd(44)} ${number(value).padStart(10)} ${unit.padEnd(9)} ${peer}: ${number(peerValue)} ${unit}  ratio ${number(ratio)}${goal}`);
    if (doubts.length > 0) console.log(`  not to be trusted: ${doubts.join('; ')}`);
  }
}
