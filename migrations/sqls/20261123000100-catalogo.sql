-- The catalogue: artists, albums, their links and covers, and the regional offices.
-- A database of the replaced service has these tables; there nothing is made here, and the next migration fits them.
-- First migration: there is no previous release of ours, and the replaced service can run beside it.

do $$
begin
  if to_regclass('flyway_schema_history') is not null then
    return;
  end if;

  create table artista (
    id bigserial primary key,
    nome varchar(255) not null,
    tipo varchar(20) not null,
    constraint artista_tipo_check check (tipo in ('CANTOR', 'BANDA'))
  );

  create table album (
    id bigserial primary key,
    nome varchar(255) not null
  );

  create table artista_album (
    artista_id bigint not null references artista,
    album_id bigint not null references album,
    primary key (artista_id, album_id)
  );

  create table album_imagens (
    id bigserial primary key,
    url varchar(500) not null,
    album_id bigint not null references album on delete cascade
  );

  -- One row per state of an office; history stays, and `ativo` marks what is true now.
  create table regionais (
    id bigserial primary key,
    regional_id integer not null,
    nome varchar(200) not null,
    ativo boolean default true,
    data_criacao timestamp default now()
  );
end
$$;
