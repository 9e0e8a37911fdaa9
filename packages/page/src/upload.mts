import {baseUrl, client, messageOf} from './service.mjs';
import {language} from './texts.mjs';

/** An upload that was refused, or that nobody answered. */
export class UploadError extends Error {}

/**
 * Sends the cover of an album. By XMLHttpRequest, since `fetch` does not tell how far it has come.
 * @param onProgress is told a part from 0 to 1
 * @throws UploadError whose message is for people, and empty when nobody answered
 */
export async function sendCover(
  albumId: number,
  file: File,
  onProgress: (part: number) => void,
): Promise<void> {
  const token = await client.session.accessToken();
  const form = new FormData();
  form.append('files', file);
  await new Promise<void>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${baseUrl}/api/v1/albuns/${albumId}/imagens`);
    request.responseType = 'json';
    const headers = {
      Authorization: `Bearer ${token ?? ''}`,
      'X-Requested-With': 'artistas-client',
      Accept: 'application/problem+json, application/json',
      'Accept-Language': language,
    };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({loaded, total}) =>
      onProgress(total > 0 ? loaded / total : 0),
    );
    request.addEventListener('load', () => {
      if (request.status < 300) resolve();
      else {
        const headers = {get: (name: string) => request.getResponseHeader(name)};
        reject(new UploadError(messageOf({status: request.status, headers}, request.response).message));
      }
    });
    request.addEventListener('error', () => reject(new UploadError()));
    request.send(form);
  });
}
