import proxyAddr from 'proxy-addr';
import {ClientAddress} from '../../rest/client-address';
import {arrivalOf, Arrival, FORGED} from '../arrival';
import {error, ok, warning} from '../finding';
import type {Check, Finding, Patient} from '../types';

/**
 * Whether the address of a caller reaches us, and no other that it claims. With a public URL the doctor stands where the API
 * will, calls itself by that URL with a forged X-Forwarded-For, and looks at what arrives.
 */
export const clientAddresses: Check = {
  name: 'client-addresses',
  async look(patient) {
    const {trustedProxies} = patient.config;
    try {
      proxyAddr.compile([...trustedProxies]);
    } catch (cause) {
      return [invalid((cause as Error).message)];
    }
    if (patient.publicUrl === undefined) return [bySettings(patient)];
    const arrival = await arrivalOf(patient.publicUrl, patient.config);
    if (arrival.outcome === 'port-in-use') return [portInUse(patient)];
    if (arrival.outcome === 'nothing') return [nothingArrived(arrival.reason)];
    return [callerFinding(arrival, trustedProxies), ...addressFindings(arrival, patient)];
  },
};

function invalid(reason: string): Finding {
  return error(
    'proxies_invalid',
    {en: `TRUSTED_PROXIES cannot be read (${reason}).`, pt: `TRUSTED_PROXIES não pode ser lida (${reason}).`},
    {
      en: 'Name addresses and networks, such as "10.0.0.0/8", with commas.',
      pt: 'Informe endereços e redes, como "10.0.0.0/8", separados por vírgulas.',
    },
  );
}

function bySettings({config}: Patient): Finding {
  const {trustedProxies, production} = config;
  if (trustedProxies.length > 0 || !production) {
    return ok('proxies_configured', {
      en: `${trustedProxies.length} proxies are trusted; --url=PUBLIC-URL looks whether that is so.`,
      pt: `${trustedProxies.length} proxies confiáveis; --url=URL-PÚBLICA verifica se é isso mesmo.`,
    });
  }
  return warning(
    'proxies_none',
    {
      en: 'TRUSTED_PROXIES is empty: behind a proxy all callers without an account share one address and its limits.',
      pt: 'TRUSTED_PROXIES está vazia: atrás de um proxy todos os chamadores sem conta dividem um endereço e os limites dele.',
    },
    {
      en: 'Name the network of your proxies, and look again with --url=PUBLIC-URL.',
      pt: 'Informe a rede dos seus proxies e verifique de novo com --url=URL-PÚBLICA.',
    },
  );
}

function portInUse({config: {port}}: Patient): Finding {
  return warning(
    'port_in_use',
    {
      en: `Port ${port} is in use, so what arrives there by --url could not be looked at.`,
      pt: `A porta ${port} está em uso, e não deu para ver o que chega nela por --url.`,
    },
    {
      en: 'Stop the API for a moment, or set PORT and HOST to another place that the proxy leads to.',
      pt: 'Pare a API por um momento ou aponte PORT e HOST para outro lugar a que o proxy leve.',
    },
  );
}

function nothingArrived(reason: string): Finding {
  return error(
    'public_url',
    {en: `The public URL does not lead here: ${reason}.`, pt: `A URL pública não leva até aqui: ${reason}.`},
    {
      en: 'Check the proxy, its target (HOST and PORT), DNS and the certificate.',
      pt: 'Confira o proxy, o destino dele (HOST e PORT), o DNS e o certificado.',
    },
  );
}

/** Whom limits would count. */
function callerFinding({peer, forwardedFor}: Arrival, trustedProxies: readonly string[]): Finding {
  const isTrusted = proxyAddr.compile([...trustedProxies])(peer, 0);
  const last = forwardedFor.at(-1);
  if (last === FORGED && isTrusted) {
    return error(
      'address_forged',
      {
        en: `${peer} is trusted and passes on whatever address callers claim to have.`,
        pt: `${peer} é confiável e repassa qualquer endereço que o chamador alegue ter.`,
      },
      {
        en: 'Let the proxy write X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for).',
        pt: 'Faça o proxy escrever X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for).',
      },
    );
  }
  if (last === undefined || last === FORGED) {
    return warning(
      'address_absent',
      {
        en: `Requests come from ${peer} without the address of the caller: all callers are one.`,
        pt: `As requisições vêm de ${peer} sem o endereço do chamador: todos contam como um.`,
      },
      {
        en: 'Let the proxy write X-Forwarded-For, and name it in TRUSTED_PROXIES; without a proxy all is well.',
        pt: 'Faça o proxy escrever X-Forwarded-For e informe-o em TRUSTED_PROXIES; sem proxy está tudo bem.',
      },
    );
  }
  if (!isTrusted) {
    return error(
      'proxy_not_trusted',
      {
        en: `Requests come by the proxy ${peer}, which TRUSTED_PROXIES does not name: all callers share its address.`,
        pt: `As requisições vêm pelo proxy ${peer}, que TRUSTED_PROXIES não contém: todos dividem o endereço dele.`,
      },
      {
        en: `Add ${peer}, or its network, to TRUSTED_PROXIES.`,
        pt: `Acrescente ${peer}, ou a rede dele, a TRUSTED_PROXIES.`,
      },
    );
  }
  return ok('address_known', {
    en: `The proxy ${peer} is trusted and tells who calls.`,
    pt: `O proxy ${peer} é confiável e informa quem chama.`,
  });
}

/** Whether we know by which address clients call, of which links and HSTS are made. */
function addressFindings({request}: Arrival, {config, publicUrl}: Patient): Finding[] {
  const wanted = new URL(publicUrl!);
  const seen = new URL(new ClientAddress(config.trustedProxies).originOf(request));
  if (seen.origin === wanted.origin)
    return [
      ok('origin_known', {
        en: `Callers are seen to call ${seen.origin}.`,
        pt: `Vê-se que chamam ${seen.origin}.`,
      }),
    ];
  return [
    warning(
      'origin_unknown',
      {
        en: `Callers call ${wanted.origin}, and it looks like ${seen.origin}: links and HSTS go by the latter.`,
        pt: `Chamam ${wanted.origin}, e parece ${seen.origin}: links e HSTS seguem o segundo.`,
      },
      {
        en: 'Let the proxy keep Host, or send X-Forwarded-Host, and send X-Forwarded-Proto; name it in TRUSTED_PROXIES.',
        pt: 'Faça o proxy manter Host, ou enviar X-Forwarded-Host, e enviar X-Forwarded-Proto; informe-o em TRUSTED_PROXIES.',
      },
    ),
  ];
}
