import type {Access} from './access';

/** Who may use each route; a test compares it with the routes that there are, both ways. */
export const ACCESS: Readonly<Record<string, Access>> = {
  // Nobody has credentials yet, or the token in the body is the credential.
  'POST /api/v1/auth/login': 'publico',
  'POST /api/v2/auth/login': 'publico',
  'POST /api/v1/auth/refresh': 'publico',
  'POST /api/v2/auth/refresh': 'publico',

  'GET /api/v1/eu': 'proprio',
  'PUT /api/v1/eu/senha': 'proprio',
  'POST /api/v1/eu/sair': 'proprio',
  'GET /api/v1/eu/sessoes': 'proprio',
  'DELETE /api/v1/eu/sessoes/{sessaoId}': 'proprio',

  'POST /api/v1/eu/totp': 'proprio',
  'POST /api/v1/eu/totp/confirmacao': 'proprio',
  'POST /api/v1/eu/totp/remocao': 'proprio',

  'GET /api/v1/usuarios': 'admin',
  'POST /api/v1/usuarios': 'admin',
  'GET /api/v1/usuarios/{id}': 'admin',
  'PUT /api/v1/usuarios/{id}': 'admin',
  'PUT /api/v1/usuarios/{id}/senha': 'admin',
  'DELETE /api/v1/usuarios/{id}/totp': 'admin',
  'GET /api/v1/auditoria': 'admin',

  'GET /api/v1/artistas': 'leitor',
  'POST /api/v1/artistas': 'editor',
  'GET /api/v1/artistas/{id}': 'leitor',
  'PUT /api/v1/artistas/{id}': 'editor',
  'DELETE /api/v1/artistas/{id}': 'editor',
  'GET /api/v1/artistas/{id}/albuns': 'leitor',

  'GET /api/v1/album': 'leitor',
  'POST /api/v1/album': 'editor',
  'GET /api/v1/album/album-por-artista': 'leitor',
  'GET /api/v1/album/artista/{id}': 'leitor',
  'GET /api/v1/album/tipo-artista': 'leitor',
  'GET /api/v1/album/{id}': 'leitor',
  'PUT /api/v1/album/{id}': 'editor',
  'DELETE /api/v1/album/{id}': 'editor',
  'GET /api/v1/album/{id}/artistas': 'leitor',

  'POST /api/v1/artistas-albuns': 'editor',
  'DELETE /api/v1/artistas-albuns/{artistaId}/{albumId}': 'editor',

  'GET /api/v1/catalogo/csv': 'editor',
  'POST /api/v1/catalogo/csv': 'editor',

  'GET /api/v1/albuns/{albumId}': 'leitor',
  'POST /api/v1/albuns/{albumId}/imagens': 'editor',
  'POST /api/v1/albuns/{albumId}/imagens/envio': 'editor',
  'POST /api/v1/albuns/{albumId}/imagens/confirmar': 'editor',
  'PUT /api/v1/albuns/{imagemId}': 'editor',
  'DELETE /api/v1/albuns/{imagemId}': 'editor',
  'GET /api/v1/albuns/{imagemId}/download': 'leitor',
  'POST /api/v1/imagens/varredura': 'admin',
  // The link or the form is signed.
  'GET /objetos/{chave}': 'publico',
  'POST /objetos': 'publico',

  'GET /api/v1/regionais': 'leitor',
  'POST /api/v1/regionais': 'editor',
  'GET /api/v1/regionais/{regionalId}': 'leitor',
  'PUT /api/v1/regionais/{regionalId}': 'editor',
  'DELETE /api/v1/regionais/{regionalId}': 'editor',
  // An administrator alone may insist (`forcar`).
  'POST /api/v1/regionais/sincronizar': 'editor',
  'GET /api/v1/regionais/sincronizacoes': 'leitor',
  'GET /api/v1/regionais/sincronizacoes/{id}': 'leitor',
  'POST /api/v1/regionais/sincronizacoes/{id}/desfazer': 'admin',

  'GET /api/v1/eventos': 'leitor',
  'GET /api/v1/catalogo/albuns': 'catalogo',
  'GET /api/v1/catalogo/albuns/{id}': 'catalogo',
  'GET /api/v1/catalogo/artistas': 'catalogo',
  'GET /api/v1/catalogo/eventos': 'catalogo',
  // The page alone says nothing; what it reads does.
  'GET /catalogo.html': 'publico',
  'GET /monitor.html': 'leitor',
  'GET /actuator/info': 'leitor',
  // Probes have no credentials, and get statuses only.
  'GET /actuator/health': 'publico',
  'GET /actuator/health/liveness': 'publico',
  'GET /actuator/health/readiness': 'publico',
  'GET /actuator/health/{component}': 'publico',
  'GET /health': 'publico',
  'GET /live': 'publico',
  'GET /ready': 'publico',

  // The document is open, and so is the page that shows it; what it calls is not.
  'GET /openapi.json': 'publico',
  'GET /v3/api-docs': 'publico',
  'GET /v3/api-docs/swagger-config': 'publico',
  'GET /swagger-ui.html': 'publico',
  'GET /swagger-ui/index.html': 'publico',
  'GET /explorer': 'publico',
  'GET /explorer/': 'publico',
  'GET /explorer/index.html': 'publico',
};

/** Who may use what has no route, by the beginning of its path: files, transports, and pages of other people. */
export const PREFIXES: readonly (readonly [prefix: string, access: Access])[] = [
  // Pages about the service as a whole, the queues for one.
  ['/admin', 'admin'],
  ['/explorer', 'publico'],
  ['/swagger-ui', 'publico'],
  ['/favicon.ico', 'publico'],
  // Scripts and styles of the pages, which are routes themselves.
  ['/catalogo', 'publico'],
  ['/monitor', 'publico'],
  // The transports: whoever needs a token shows it in the conversation.
  ['/ws', 'publico'],
  ['/socket.io', 'publico'],
  // Unknown paths that the replaced service answered by 404 rather than 401.
  ['/topic', 'publico'],
  ['/app', 'publico'],
  ['/api/v2/auth', 'publico'],
  ['/v3/api-docs', 'publico'],
  ['/actuator/health', 'publico'],
  ['/health', 'publico'],
  ['/ready', 'publico'],
  ['/live', 'publico'],
];
