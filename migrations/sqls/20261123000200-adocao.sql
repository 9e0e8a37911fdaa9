-- Fits the tables of the replaced service to ours: keys, constraints (our errors are told by their names) and
-- defaults that are missing or named otherwise, sequences that lag behind their ids, offices that are active twice.
-- Rows are kept as they are but for `regionais.ativo`. On a database of our own it does nothing.
-- The replaced service can run beside it.

do $$
declare
  wanted record;
  existing record;
  id_sequence regclass;
begin
  if to_regclass('flyway_schema_history') is null then
    return;
  end if;

  lock table artista, album, artista_album, album_imagens, regionais in access exclusive mode;

  for wanted in
    select tabela, colunas, tabela || '_pkey' as nome
      from (values ('artista', 'id'), ('album', 'id'), ('artista_album', 'artista_id, album_id'),
                   ('album_imagens', 'id'), ('regionais', 'id')) v (tabela, colunas)
  loop
    select conname into existing from pg_constraint where conrelid = wanted.tabela::regclass and contype = 'p';
    if not found then
      execute format('alter table %I add constraint %I primary key (%s)', wanted.tabela, wanted.nome, wanted.colunas);
    elsif existing.conname <> wanted.nome then
      execute format('alter table %I rename constraint %I to %I', wanted.tabela, existing.conname, wanted.nome);
    end if;
  end loop;

  for wanted in
    select *, tabela || '_' || coluna || '_fkey' as nome
      from (values ('artista_album', 'artista_id', 'artista', false),
                   ('artista_album', 'album_id', 'album', false),
                   ('album_imagens', 'album_id', 'album', true)) v (tabela, coluna, alvo, cascata)
  loop
    -- Of several the oldest, which is the one that PostgreSQL names in its error.
    select c.conname, c.confdeltype = 'c' as cascata into existing
      from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and c.conrelid = wanted.tabela::regclass and c.confrelid = wanted.alvo::regclass
       and a.attname = wanted.coluna and cardinality(c.conkey) = 1
     order by c.conname = wanted.nome desc, c.oid
     limit 1;
    if found and existing.cascata = wanted.cascata then
      if existing.conname <> wanted.nome then
        execute format('alter table %I rename constraint %I to %I', wanted.tabela, existing.conname, wanted.nome);
      end if;
      continue;
    end if;
    if found then
      execute format('alter table %I drop constraint %I', wanted.tabela, existing.conname);
    end if;
    execute format('alter table %I add constraint %I foreign key (%I) references %I (id)%s not valid',
      wanted.tabela, wanted.nome, wanted.coluna, wanted.alvo, case when wanted.cascata then ' on delete cascade' end);
    begin
      execute format('alter table %I validate constraint %I', wanted.tabela, wanted.nome);
    exception when foreign_key_violation then
      raise notice '% has rows without their %: they stay, new ones are refused', wanted.tabela, wanted.alvo;
    end;
  end loop;

  -- An unknown `tipo` must not hold up the take-over: such rows stay, and new ones are refused.
  if not exists (select from pg_constraint where conrelid = 'artista'::regclass and conname = 'artista_tipo_check') then
    alter table artista add constraint artista_tipo_check check (tipo in ('CANTOR', 'BANDA')) not valid;
    begin
      alter table artista validate constraint artista_tipo_check;
    exception when check_violation then
      raise notice 'artista has rows whose tipo is neither CANTOR nor BANDA: they stay, new ones are refused';
    end;
  end if;

  alter table regionais alter ativo set default true, alter data_criacao set default now();
  update regionais r set ativo = false
   where r.ativo
     and exists (select from regionais n
                  where n.regional_id = r.regional_id and n.ativo
                    and (coalesce(n.data_criacao, '-infinity'), n.id) > (coalesce(r.data_criacao, '-infinity'), r.id));

  for wanted in
    select unnest(array['artista', 'album', 'album_imagens', 'regionais']) as tabela
  loop
    id_sequence := pg_get_serial_sequence(wanted.tabela, 'id');
    if id_sequence is null then
      -- A default that calls a sequence which does not belong to the column.
      select d.refobjid into id_sequence
        from pg_attrdef def
        join pg_attribute a on a.attrelid = def.adrelid and a.attnum = def.adnum and a.attname = 'id'
        join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = def.oid
        join pg_class s on d.refclassid = 'pg_class'::regclass and s.oid = d.refobjid and s.relkind = 'S'
       where def.adrelid = wanted.tabela::regclass;
    end if;
    if id_sequence is null then
      execute format('create sequence %I owned by %I.id', wanted.tabela || '_id_seq', wanted.tabela);
      execute format('alter table %I alter id set default nextval(%L)', wanted.tabela, wanted.tabela || '_id_seq');
      id_sequence := (wanted.tabela || '_id_seq')::regclass;
    end if;
    execute format('select setval(%L, t.maior) from (select max(id) as maior from %I) t, %s s where t.maior > s.last_value',
      id_sequence, wanted.tabela, id_sequence);
  end loop;
end
$$;
