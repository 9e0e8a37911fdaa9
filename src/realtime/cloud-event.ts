import type {Evento} from '../models/evento';

/**
 * An event as CloudEvents 1.0 has it, with `sequencia` as an extension. Who caused it is not told: everybody may hear.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export function cloudEvent(evento: Evento): object {
  const {id, sequencia, tipo, dados, criadoEm} = evento;
  return {
    specversion: '1.0',
    id,
    source: '/artistas',
    type: `dev.artistas.${tipo}`,
    subject: subjectOf(evento),
    time: criadoEm.toISOString(),
    datacontenttype: 'application/json',
    sequencia,
    data: dados,
  };
}

/** Path of what changed, below that of the API. */
function subjectOf({tipo, dados}: Evento): string {
  const part = (name: string): string => String(dados[name]);
  if (tipo.startsWith('vinculo.')) return `artistas/${part('artistaId')}/album/${part('albumId')}`;
  if (tipo.startsWith('imagem.')) return `album/${part('albumId')}/imagens/${part('id')}`;
  if (tipo.startsWith('regionais.')) return `regionais/sincronizacoes/${part('id')}`;
  if (tipo.startsWith('catalogo.')) return 'catalogo';
  return `album/${part('id')}`;
}
