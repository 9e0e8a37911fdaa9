import type {NewEvento} from '../../models/evento';
import type {Sincronizacao} from '../../models/sincronizacao';

/** The list of regional offices was brought in step, or back; its data are the run's `id` and what it counted. */
export function regionaisSincronizadas(run: Sincronizacao): NewEvento {
  const {id, origem, usuario: ator, lidas, incluidas, renomeadas, desativadas, inalteradas} = run;
  const dados = {id, origem, lidas, incluidas, renomeadas, desativadas, inalteradas};
  return {tipo: 'regionais.sincronizadas', dados, ator};
}
