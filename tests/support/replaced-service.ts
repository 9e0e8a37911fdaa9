/** Tables as the replaced service made them, with names of constraints that are not ours. */
const TABLES = `
  create table artista (id bigserial primary key, nome varchar(255) not null, tipo varchar(20) not null);
  create table album (id bigserial primary key, nome varchar(255) not null);
  create table artista_album (
    artista_id bigint not null,
    album_id bigint not null,
    constraint pk_artista_album primary key (artista_id, album_id),
    constraint fk_vinculo_artista foreign key (artista_id) references artista (id),
    constraint fk_vinculo_album foreign key (album_id) references album (id)
  );
  create table album_imagens (
    id bigserial primary key,
    url varchar(500) not null,
    album_id bigint not null,
    constraint fk_imagem_album foreign key (album_id) references album (id) on delete cascade
  );
  create table regionais (
    id bigserial primary key,
    regional_id integer not null,
    nome varchar(200) not null,
    ativo boolean default true,
    data_criacao timestamp default current_timestamp
  );`;

const HISTORY = `
  create table flyway_schema_history (
    installed_rank integer not null constraint flyway_schema_history_pk primary key,
    version varchar(50),
    description varchar(200) not null,
    type varchar(20) not null,
    script varchar(1000) not null,
    checksum integer,
    installed_by varchar(100) not null,
    installed_on timestamp not null default now(),
    execution_time integer not null,
    success boolean not null
  );
  create index flyway_schema_history_s_idx on flyway_schema_history (success);
  insert into flyway_schema_history values
    (1, '1', 'create tables', 'SQL', 'V1__create_tables.sql', 1180927406, 'postgres', '2026-01-20 10:00:00', 41, true),
    (2, '2', 'insert data', 'SQL', 'V2__insert_data.sql', -212431110, 'postgres', '2026-01-20 10:00:01', 12, true),
    (3, '3', 'create imagens', 'SQL', 'V3__create_imagens.sql', 73020155, 'postgres', '2026-01-20 10:00:02', 18, true),
    (4, '4', 'create regionais', 'SQL', 'V4__create_regionais.sql', 905526211, 'postgres', '2026-01-20 10:00:03', 9, true);`;

/** SQL that makes the database of the replaced service, without rows, in the first schema of the `search_path`. */
export const REPLACED_SERVICE = TABLES + HISTORY;
/** The same, but never touched by Flyway. */
export const REPLACED_SERVICE_TABLES = TABLES;

/** What years of use leave behind; each row is looked at by a test. */
export const REPLACED_SERVICE_ROWS = `
  insert into artista (id, nome, tipo) values
    (1, 'Serj Tankian', 'CANTOR'),
    (7, '  Espaços à volta  ', 'BANDA'),
    (8, e'Michel Telo\\u0301', 'CANTOR'),
    (9, repeat('ã', 255), 'BANDA'),
    (12, 'Sem tipo certo', 'banda');
  insert into album (id, nome) values (3, 'Harakiri'), (40, ' '), (41, '100% \\ _puro_');
  insert into artista_album (artista_id, album_id) values (1, 3), (8, 41);
  insert into album_imagens (id, url, album_id) values (5, '6040f6e8-49fa-4ee5-b894-f09379062f0b-capa 1ª.png', 3);
  insert into regionais (id, regional_id, nome, ativo, data_criacao) values
    (1, 10, 'CUIABÁ', false, '2026-01-01'),
    (2, 10, 'CUIABÁ II', true, '2026-03-01'),
    (3, 10, 'CUIABÁ antiga', true, '2026-02-01'),
    (4, 11, 'SORRISO', true, '2026-01-01'),
    (5, 11, 'SORRISO', true, '2026-01-01'),
    (6, 12, 'SINOP', true, null),
    (7, 12, 'SINOP', true, '2026-01-01'),
    (8, 13, 'JUARA', null, '2026-01-01');`;
