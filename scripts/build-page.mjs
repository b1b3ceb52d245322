/** Bundles web/ into a folder: files that a browser takes as they are, and that ask no other host for anything. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../web', import.meta.url));

export async function buildPage(outDir) {
  await build({
    root,
    configFile: false,
    base: './',
    publicDir: false,
    logLevel: 'warn',
    // The page reads no environment; what it shares with the command line asks for it.
    define: { 'process.env.BPFTRACE_MAP_KEYS_MAX': 'undefined' },
    // A policy without `data:` or inline code still serves all of it.
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      // How long it took is nothing to warn of on a busy machine.
      rolldownOptions: { checks: { bundlerTimings: false, pluginTimings: false } },
    },
  });
}
