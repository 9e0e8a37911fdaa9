import {Application} from '@loopback/core';
import {UsuarioRepository} from '../repositories/usuario.repository';
import {AuthKeys} from './keys';
import {hashPassword} from './password';

/** Creates the configured user, unless there is one of that name; its password then stays as it is. */
export async function ensureConfiguredUser(app: Application): Promise<void> {
  const {username, password} = await app.get(AuthKeys.SETTINGS);
  const usuarios = await app.get<UsuarioRepository>('repositories.UsuarioRepository');
  if (await usuarios.findByNome(username)) return;
  await usuarios.ensure(username, await hashPassword(password));
}
