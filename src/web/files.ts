/** The page's files: a list made once. What is not in it is not there, whatever the path. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PageFile {
  readonly type: string;
  readonly data: Buffer;
  /** Its name changes with what is in it. */
  readonly hashed: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};

/** Beside the page's files lies the compiled server: code is in `assets/` alone. */
const TOP = /^(?:index\.html|[\w-]+\.(?:svg|png|ico|webmanifest|txt))$/;

/** Where the build puts the page: beside this code, or in dist/ where that is run from its source. */
const PLACES = ['../web/', '../../dist/web/'];

/** By their paths; undefined where no page is built. */
export function pageFiles(directory: string | undefined = builtPage()): ReadonlyMap<string, PageFile> | undefined {
  if (directory === undefined || !existsSync(join(directory, 'index.html'))) return undefined;
  const files = new Map<string, PageFile>();
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/');
    const hashed = path.startsWith('assets/');
    const type = TYPES[extname(path)];
    if (!entry.isFile() || type === undefined || !(hashed || TOP.test(path))) continue;
    files.set(path === 'index.html' ? '/' : `/${path}`, { type, data: readFileSync(join(directory, path)), hashed });
  }
  return files;
}

function builtPage(): string | undefined {
  return PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((place) => existsSync(join(place, 'index.html')));
}

/** Where no page is built: what there is, and what to do. */
export const NO_PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>gpttrace</title></head>
<body><h1>gpttrace</h1><p>The server runs, but its page is not built. In the folder of gpttrace: <code>npm run build</code>, then start the server again.</p>
<p>What it answers without one is below <code>/api</code> (docs/WEB.md).</p></body></html>
`;
