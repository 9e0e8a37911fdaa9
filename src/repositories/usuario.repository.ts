import {BindingScope, inject, injectable} from '@loopback/core';
import {DefaultCrudRepository, Options} from '@loopback/repository';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import type {Conta} from '../models/conta';
import type {UsuarioChange} from '../models/new-usuario.model';
import type {PageRequest, Slice} from '../models/page';
import {ActiveUsuario, Papel, Usuario} from '../models/usuario.model';
import {problems} from '../problems/catalogue';
import {translating} from './database-errors';
import {rowsOf} from './rows';

export interface NewUsuarioRow {
  readonly nome: string;
  readonly senhaHash: string;
  readonly papel: Papel;
}

const HAS_TOTP =
  'exists (select from usuario_totp t where t.usuario_id = id and t.confirmado_em is not null)';
const COLUMNS = `id, nome_usuario as nome, papel, ativo, ${HAS_TOTP} as totp, criado_em as "criadoEm"`;

@injectable({scope: BindingScope.SINGLETON})
export class UsuarioRepository extends DefaultCrudRepository<Usuario, number> {
  constructor(@inject('datasources.catalogo') private readonly catalogo: CatalogoDataSource) {
    super(Usuario, catalogo);
  }

  /** The user of that name, active or not. */
  async findByNome(nomeUsuario: string): Promise<Usuario | undefined> {
    if (nomeUsuario.includes('\0')) return undefined;
    return (await translating(this.findOne({where: {nomeUsuario}}))) ?? undefined;
  }

  /** The user of that name, unless disabled. @param sessaoId of a session that has to be the user's, and going on */
  async findActive(nomeUsuario: string, sessaoId?: string): Promise<ActiveUsuario | undefined> {
    if (nomeUsuario.includes('\0')) return undefined;
    const [row] = await this.rows<ActiveUsuario>(
      `select id, nome_usuario as "nomeUsuario", senha_hash as "senhaHash", papel, ${HAS_TOTP} as "segundoFator"
         from usuario u
        where nome_usuario = $1 and ativo and ($2::uuid is null or exists (
                select from sessao s where s.id = $2 and s.usuario_id = u.id and s.encerrada_em is null))`,
      [nomeUsuario, sessaoId ?? null],
    );
    return row;
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

  /** By id. */
  async list({page, size, after}: PageRequest): Promise<Slice<Conta>> {
    const rows = await this.rows<Conta>(
      `select ${COLUMNS} from usuario where id > $1 order by id limit $2 offset $3`,
      [after?.[0] ?? 0, size + 1, after ? 0 : page * size],
    );
    const [count] = await this.rows<{total: number}>('select count(*) as total from usuario', []);
    return {rows: rows.slice(0, size), hasMore: rows.length > size, total: count!.total};
  }

  /** @param options of a transaction: the row is locked until it ends @throws usuario_not_found */
  async getConta(id: number, options?: Options): Promise<Conta> {
    const lock = options ? ' for update' : '';
    const [row] = await this.rows<Conta>(
      `select ${COLUMNS} from usuario where id = $1${lock}`,
      [id],
      options,
    );
    if (!row) throw problems.usuarioNotFound();
    return row;
  }

  /** @throws usuario_name_taken */
  async insert({nome, senhaHash, papel}: NewUsuarioRow, options: Options): Promise<Conta> {
    const [row] = await rowsOf<Conta>(
      this.catalogo,
      `insert into usuario (nome_usuario, senha_hash, papel) values ($1, $2, $3) returning ${COLUMNS}`,
      [nome, senhaHash, papel],
      {options, constraints: {usuario_nome_usuario_key: problems.usuarioNameTaken}},
    );
    return row!;
  }

  async change(id: number, {papel, ativo}: UsuarioChange, options: Options): Promise<Conta> {
    const [row] = await this.rows<Conta>(
      `update usuario set papel = $2, ativo = $3, atualizado_em = now() where id = $1 returning ${COLUMNS}`,
      [id, papel, ativo],
      options,
    );
    return row!;
  }

  async setPassword(id: number, senhaHash: string, options: Options): Promise<void> {
    await this.rows(
      'update usuario set senha_hash = $2, atualizado_em = now() where id = $1 returning id',
      [id, senhaHash],
      options,
    );
  }

  /** Active administrators, locked until the transaction ends: of two that go at once the second one waits. */
  async lockAdmins(options: Options): Promise<readonly number[]> {
    const rows = await this.rows<{id: number}>(
      `select id from usuario where papel = 'admin' and ativo order by id for update`,
      [],
      options,
    );
    return rows.map(({id}) => id);
  }

  private rows<T extends object>(sql: string, params: readonly unknown[], options?: Options): Promise<T[]> {
    return rowsOf<T>(this.catalogo, sql, params, {options});
  }
}
