import {changeAlbum, create, removeAlbum, showAlbum} from './albums.js';
import {addChart} from './chart.js';

const RETRY_MS = 2_000;
const MAX_EVENTS = 8;
const time = new Intl.DateTimeFormat('pt-BR', {timeStyle: 'medium'});

/** What an event says to people. */
const TEXTS = {
  'album.criado': ({nome}) => `Novo álbum: ${nome}`,
  'album.alterado': ({nome}) => `Álbum alterado: ${nome}`,
  'album.excluido': ({nome}) => `Álbum excluído: ${nome}`,
  'vinculo.criado': ({artistaId, albumId}) => `Artista ${artistaId} vinculado ao álbum ${albumId}`,
  'vinculo.removido': ({artistaId, albumId}) => `Artista ${artistaId} desvinculado do álbum ${albumId}`,
  'imagem.incluida': ({albumId}) => `Nova capa do álbum ${albumId}`,
  'imagem.substituida': ({albumId}) => `Capa do álbum ${albumId} substituída`,
  'imagem.removida': ({albumId}) => `Capa do álbum ${albumId} removida`,
  'regionais.sincronizadas': ({incluidas = 0, renomeadas = 0, desativadas = 0}) =>
    `Regionais: ${incluidas} incluídas, ${renomeadas} renomeadas, ${desativadas} desativadas`,
  'catalogo.importado': ({artistas, albuns, vinculos}) =>
    `Importação: ${artistas} artistas, ${albuns} álbuns, ${vinculos} vínculos`,
};

const EFFECTS = {
  'album.criado': album => showAlbum(album, 'fresh'),
  'album.alterado': changeAlbum,
  'album.excluido': removeAlbum,
};

function showEvent({type, time: at, data}) {
  const tipo = type.replace('dev.artistas.', '');
  EFFECTS[tipo]?.(data);
  const item = document.createElement('li');
  item.append(create('time', time.format(new Date(at))), create('span', TEXTS[tipo]?.(data) ?? tipo));
  const list = document.getElementById('events');
  list.prepend(item);
  while (list.children.length > MAX_EVENTS) list.lastElementChild.remove();
}

function showConnection(text, className) {
  const node = document.getElementById('connection');
  if (node.textContent !== text) node.textContent = text;
  node.className = className;
}

/** @returns shows the figures of one second */
function addCharts() {
  const parent = document.getElementById('charts');
  const requests = addChart(parent, 'Requisições por segundo', [{name: ''}]);
  const latency = addChart(parent, 'Latência', [
    {name: 'p50', unit: ' ms'},
    {name: 'p99', unit: ' ms'},
  ]);
  const pool = addChart(parent, 'Conexões com o banco', [{name: 'em uso'}, {name: 'em espera'}]);
  const jobs = addChart(parent, 'Tarefas', [{name: 'ativas'}, {name: 'em espera'}]);
  const listeners = addChart(parent, 'Ouvintes', [{name: ''}]);
  return ({tipo, http, banco, tarefas, conexoes}) => {
    if (tipo !== 'processo') return;
    requests([http.porSegundo]);
    latency([http.p50, http.p99]);
    pool([banco.total - banco.livres, banco.espera]);
    jobs([tarefas.ativas ?? null, tarefas.espera ?? null]);
    listeners([conexoes]);
  };
}

/**
 * Listens for as long as the page is open, and shows what it hears.
 * @param url of the stream
 * @param missed is called when events were missed for good
 */
export function listen(url, {missed}) {
  const showFigures = addCharts();
  let lastEventId = '';
  const connect = () => {
    const from = new URL(url);
    if (lastEventId) from.searchParams.set('lastEventId', lastEventId);
    const source = new EventSource(from);
    source.onopen = () => showConnection('Conectado', 'up');
    source.onmessage = event => {
      lastEventId = event.lastEventId;
      showEvent(JSON.parse(event.data));
    };
    source.addEventListener('metricas', ({data}) => showFigures(JSON.parse(data)));
    source.addEventListener('resync', event => {
      lastEventId = event.lastEventId;
      missed();
    });
    source.onerror = () => {
      showConnection('Reconectando…', 'down');
      // A browser gives up by itself after a refusal, such as that of a process that stops.
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, RETRY_MS);
    };
  };
  connect();
}
