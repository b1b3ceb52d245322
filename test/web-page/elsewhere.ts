/** What a page of somebody else may try on this server from the same browser, whose cookie it has: each is JavaScript for that page, and what it has to come to. */
export const ATTEMPTS: readonly (readonly [what: string, script: string, comesTo: string])[] = [
  ['asks with the cookie', "fetch(BASE + '/api/sessions', { credentials: 'include' }).then(({ status }) => 'answered ' + status, () => 'refused')", 'refused'],
  [
    'asks without wanting to read the answer',
    "fetch(BASE + '/api/sessions', { credentials: 'include', mode: 'no-cors' }).then(({ type }) => type, () => 'refused')",
    'refused',
  ],
  [
    'asks with the very token',
    "fetch(BASE + '/api/hello', { headers: { authorization: 'Bearer ' + TOKEN } }).then(({ status }) => 'answered ' + status, () => 'refused')",
    'refused',
  ],
  [
    'begins a run as a form would',
    "fetch(BASE + '/api/runs', { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{\"question\":\"x\"}' }).then(({ type }) => type, () => 'refused')",
    'refused',
  ],
  ['takes it for a picture', "loads(Object.assign(new Image(), { src: BASE + '/api/sessions' }))", 'refused'],
  ['takes its icon for a picture, to see whether it is there', 'loads(Object.assign(new Image(), { src: BASE + ICON }))', 'refused'],
  ['takes it for a script', "loads(document.head.appendChild(Object.assign(document.createElement('script'), { src: BASE + '/api/sessions' })))", 'refused'],
  [
    'takes it for a style sheet',
    "loads(document.head.appendChild(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: BASE + '/api/sessions' })))",
    'refused',
  ],
  [
    'follows a run',
    "new Promise((done) => { const source = new EventSource(BASE + '/api/runs/RUN/events', { withCredentials: true }); source.onopen = () => done('open'); source.onerror = () => { source.close(); done('refused'); }; })",
    'refused',
  ],
  [
    'opens a socket',
    "new Promise((done) => { const socket = new WebSocket(BASE.replace('http', 'ws') + '/api/hello'); socket.onopen = () => done('open'); socket.onerror = () => done('refused'); })",
    'refused',
  ],
  [
    'opens the page and looks into it',
    "new Promise((done) => { const other = open(BASE + '/'); setTimeout(() => { let seen; try { seen = other.document.body.innerText; } catch { seen = 'refused'; } other.close(); done(other.closed ? 'refused' : seen); }, 300); })",
    'refused',
  ],
];

/** For a page of elsewhere. */
export const LOADS = "(made) => new Promise((done) => { made.onload = () => done('loaded'); made.onerror = () => done('refused'); })";
