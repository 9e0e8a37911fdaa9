-- How many rows `artista` and `album` have, kept exact by triggers: the total is the sum over a table's parts (`fatia`).
-- The previous release can run beside it, and the replaced service too: the triggers count what they write.

create table contagem (
  tabela text not null,
  fatia integer generated always as identity,
  total bigint not null,
  primary key (tabela, fatia)
) with (fillfactor = 50);

-- A writer adds to any part that no other transaction holds, and opens a new one when all are held. So writers neither
-- wait for each other here nor can they deadlock, and there are never more parts than there were writers at once.
-- Half-empty pages leave room for the next version of a row without touching the key.
create function contar_linhas() returns trigger
  language plpgsql
  set search_path from current
as $$
declare
  added bigint;
  free integer;
begin
  if tg_op = 'TRUNCATE' then
    delete from contagem where tabela = tg_table_name;
    return null;
  end if;
  select count(*) into added from changed;
  if added = 0 then
    return null;
  end if;
  if tg_op = 'DELETE' then
    added := -added;
  end if;
  select fatia into free from contagem where tabela = tg_table_name order by fatia limit 1 for update skip locked;
  if found then
    update contagem set total = total + added where tabela = tg_table_name and fatia = free;
  else
    insert into contagem (tabela, total) values (tg_table_name, added);
  end if;
  return null;
end
$$;

do $$
declare
  counted text;
begin
  foreach counted in array array['artista', 'album'] loop
    execute format('create trigger contar_inclusoes after insert on %I
      referencing new table as changed for each statement execute function contar_linhas()', counted);
    execute format('create trigger contar_exclusoes after delete on %I
      referencing old table as changed for each statement execute function contar_linhas()', counted);
    execute format('create trigger contar_truncamento after truncate on %I
      for each statement execute function contar_linhas()', counted);
    -- From here to the end of the transaction nobody else writes to the table: a trigger takes that lock.
    execute format('insert into contagem (tabela, total) select %L, count(*) from %I', counted, counted);
  end loop;
end
$$;
