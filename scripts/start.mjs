/** `npm start -- "QUESTION"`: installs and builds what is missing, then is gpttrace. */
import { checkNode, ensureBpftrace, ensureBuilt, ensurePackages } from './ensure.mjs';

checkNode();
ensurePackages();
ensureBpftrace();
ensureBuilt();
await import('../bin/gpttrace.js');
