import {RegionaisClient} from '../../clients/regionais.client';
import {ok, warning} from '../finding';
import type {Check} from '../types';

const LIMIT_MS = 10_000;

/** Whether the external API gives a list of regional offices that a synchronisation would take. */
export const regionalApi: Check = {
  name: 'regional-api',
  async look({config}) {
    const {url} = config.regionais;
    if (!url)
      return [ok('regional_api_off', {en: 'REGIONAIS_URL is "off".', pt: 'REGIONAIS_URL está em "off".'})];
    const client = new RegionaisClient(url);
    try {
      const {length} = await client.fetchAll({signal: AbortSignal.timeout(LIMIT_MS), insist: true});
      return [
        ok('regional_api', {
          en: `The external API lists ${length} regional offices.`,
          pt: `A API externa lista ${length} regionais.`,
        }),
      ];
    } catch (cause) {
      const {message, code = message, cause: below} = cause as Error & {code?: string};
      const why = (below as {code?: string} | undefined)?.code;
      return [
        warning(
          'regional_api',
          {
            en: `The external API gives no list that can be used (${why ? `${code}, ${why}` : code}).`,
            pt: `A API externa não dá uma lista que sirva: ${message}`,
          },
          {
            en: 'Check REGIONAIS_URL and the way there; "off" leaves the list as it is.',
            pt: 'Confira REGIONAIS_URL e o caminho até lá; "off" deixa a lista como está.',
          },
        ),
      ];
    } finally {
      await client.stop();
    }
  },
};
