import {BindingScope, inject, injectable} from '@loopback/core';
import {DefaultCrudRepository} from '@loopback/repository';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {Usuario} from '../models/usuario.model';
import {translating} from './database-errors';

@injectable({scope: BindingScope.SINGLETON})
export class UsuarioRepository extends DefaultCrudRepository<Usuario, number> {
  constructor(@inject('datasources.catalogo') dataSource: CatalogoDataSource) {
    super(Usuario, dataSource);
  }

  /** The user of that name, active or not. */
  async findByNome(nomeUsuario: string): Promise<Usuario | undefined> {
    if (nomeUsuario.includes('\0')) return undefined;
    return (await translating(this.findOne({where: {nomeUsuario}}))) ?? undefined;
  }

  /** Adds an administrator unless the name is taken. */
  async ensureAdmin(nomeUsuario: string, senhaHash: string): Promise<void> {
    await translating(
      this.execute(
        `insert into usuario (nome_usuario, senha_hash, papel) values ($1, $2, 'admin')
         on conflict (nome_usuario) do nothing`,
        [nomeUsuario, senhaHash],
      ),
    );
  }
}
