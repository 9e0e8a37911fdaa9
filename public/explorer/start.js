/* global SwaggerUIBundle */

document.documentElement.classList.toggle('dark-mode', matchMedia('(prefers-color-scheme: dark)').matches);

SwaggerUIBundle({
  url: '../openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  filter: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  // Credentials outlive a reload of the page, in this browser only.
  persistAuthorization: true,
  tryItOutEnabled: true,
  // The document is not sent to anybody's validator.
  validatorUrl: null,
  // A refused call is shown on the page and not by the browser's own sign-in dialog.
  requestInterceptor: request => {
    request.headers['X-Requested-With'] = 'explorer';
    return request;
  },
});
