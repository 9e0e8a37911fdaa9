/** The health is not counted against the request limit of the user; the catalogue is, so it is read only when asked. */
const HEALTH_INTERVAL_MS = 5_000;
const TIMEOUT_MS = 4_000;
const NEWEST = 'api/v1/album?sort=id,desc&size=10';
/** Says that a script calls, so that no answer opens the browser's sign-in dialog. */
const HEADERS = {Accept: 'application/json', 'X-Requested-With': 'monitor'};

/** Where the service is; a page opened as `http://user:password@host/` must not pass that on, or fetch refuses. */
const base = new URL('.', document.baseURI);
base.username = '';
base.password = '';

const element = id => document.getElementById(id);
const time = new Intl.DateTimeFormat('pt-BR', {timeStyle: 'medium'});

/** @returns status and JSON body; @throws when the service does not answer in time */
async function read(path) {
  const response = await fetch(new URL(path, base), {
    headers: HEADERS,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return {status: response.status, body: await response.json().catch(() => ({})), headers: response.headers};
}

/** Names of artists and albums come from other people: they are only ever set as text. */
function create(tag, text, className = '') {
  const node = document.createElement(tag);
  node.textContent = text;
  node.className = className;
  return node;
}

async function showHealth() {
  const health = element('health');
  try {
    const {body} = await read('actuator/health');
    const isUp = body.status === 'UP';
    health.textContent = `${isUp ? 'No ar' : 'Com problemas'} · ${time.format(new Date())}`;
    health.className = isUp ? 'up' : 'down';
    const parts = Object.entries(body.components ?? {}).map(([name, {status}]) =>
      create('li', `${name}: ${status}`, status === 'UP' ? 'up' : status === 'UNKNOWN' ? 'unknown' : 'down'),
    );
    element('components').replaceChildren(...parts);
  } catch {
    health.textContent = `O serviço não responde · ${time.format(new Date())}`;
    health.className = 'down';
    element('components').replaceChildren();
  }
}

async function showVersion() {
  const {status, body} = await read('actuator/info').catch(() => ({}));
  if (status !== 200) return;
  const {name, version, commit} = body;
  element('version').textContent = [name, version, commit?.slice?.(0, 7)].filter(Boolean).join(' · ');
}

async function showAlbums() {
  const state = element('albums-status');
  state.textContent = 'Consultando…';
  try {
    const {status, body, headers} = await read(NEWEST);
    if (status !== 200) {
      state.textContent = explain(status, headers);
      return;
    }
    const rows = body.content.map(({id, nome}) => {
      const row = document.createElement('tr');
      row.append(create('td', id), create('td', nome));
      return row;
    });
    element('albums').replaceChildren(...rows);
    state.textContent = `${body.totalElements} no catálogo · ${time.format(new Date())}`;
  } catch {
    state.textContent = 'O serviço não responde; tente novamente.';
  }
}

function explain(status, headers) {
  if (status === 429)
    return `Limite de requisições atingido; tente de novo em ${headers.get('Retry-After')} s.`;
  if (status === 401) return 'Suas credenciais não valem mais; recarregue a página.';
  return `O catálogo não pôde ser lido (${status}).`;
}

async function repeatHealth() {
  await showHealth();
  setTimeout(repeatHealth, HEALTH_INTERVAL_MS);
}

element('reload').addEventListener('click', showAlbums);
repeatHealth();
showVersion();
showAlbums();
