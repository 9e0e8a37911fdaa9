-- Names in the form in which they are searched: `nome_busca`, kept by PostgreSQL, and an index for "contains" where
-- the extension pg_trgm is to be had. Rewrites both tables once.
-- The previous release can run beside it, and the replaced service too: neither names the new column.

-- Text without case and accents; `%`, `_` and `\` stay. Everything is qualified, so that it means the same in a
-- restore, whose search_path is empty. The last step is for letters that Unicode does not take apart.
create function normalizar(texto text) returns text
  language sql immutable strict parallel safe
as $$
  select pg_catalog.translate(
    pg_catalog.regexp_replace(
      pg_catalog.normalize(pg_catalog.lower(texto collate pg_catalog."und-x-icu"), 'NFD'),
      '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]', '', 'g'),
    'øłđħŧıς', 'oldhtiσ')
$$;

alter table artista add column nome_busca text collate "C" generated always as (normalizar(nome)) stored;
alter table album add column nome_busca text collate "C" generated always as (normalizar(nome)) stored;

do $$
declare
  trgm_schema name;
begin
  begin
    if not exists (select from pg_extension where extname = 'pg_trgm') then
      create extension pg_trgm;
    end if;
  exception when others then
    -- Not installed, not allowed, not on the provider's list: each comes with a code of its own.
    raise notice 'pg_trgm is not available (%): searches by name read the whole table', sqlerrm;
  end;
  select n.nspname into trgm_schema
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm';
  if found then
    execute format('create index artista_nome_busca_idx on artista using gin (nome_busca %I.gin_trgm_ops)', trgm_schema);
    execute format('create index album_nome_busca_idx on album using gin (nome_busca %I.gin_trgm_ops)', trgm_schema);
  end if;
end
$$;
