import {create, showAlbum} from './albums.js';
import {listen} from './live.js';

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

async function showHealth() {
  try {
    const {body} = await read('actuator/health');
    const isUp = body.status === 'UP';
    showState(isUp ? 'No ar' : 'Com problemas', isUp);
    const parts = Object.entries(body.components ?? {}).map(([name, {status}]) =>
      create('li', `${name}: ${status}`, status === 'UP' ? 'up' : status === 'UNKNOWN' ? 'unknown' : 'down'),
    );
    element('components').replaceChildren(...parts);
  } catch {
    showState('O serviço não responde', false);
    element('components').replaceChildren();
  }
}

/** The time stands apart from the state, which is read aloud when it changes. */
function showState(text, isUp) {
  const health = element('health');
  if (health.textContent !== text) health.textContent = text;
  health.className = isUp ? 'up' : 'down';
  element('health-time').textContent = `· ${time.format(new Date())}`;
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
    element('albums').replaceChildren();
    for (const album of body.content.toReversed()) showAlbum(album);
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
listen(new URL('api/v1/eventos?metricas=true', base), {missed: showAlbums});
