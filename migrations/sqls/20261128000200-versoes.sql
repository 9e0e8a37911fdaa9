-- A version of each table that answers are made of: it grows with every statement that changes the table, and is seen when
-- the change is. So whoever remembers an answer can tell by a small read whether it is still the one.
-- The previous release can run beside it, and the replaced service too: the triggers see what they write.

create table versao (
  tabela text not null,
  fatia integer generated always as identity,
  versao bigint not null,
  primary key (tabela, fatia)
) with (fillfactor = 50);

-- As in `contagem`, a writer takes any part that no other transaction holds, and the version is the sum: writers do not wait
-- for each other, and no two states of a table have the same version.
create function marcar_versao() returns trigger
  language plpgsql
  set search_path from current
as $$
declare
  livre integer;
begin
  select fatia into livre from versao where tabela = tg_table_name order by fatia limit 1 for update skip locked;
  if found then
    update versao set versao = versao + 1 where tabela = tg_table_name and fatia = livre;
  else
    insert into versao (tabela, versao) values (tg_table_name, 1);
  end if;
  return null;
end
$$;

do $$
declare
  marcada text;
begin
  foreach marcada in array array['artista', 'album', 'artista_album', 'album_imagens', 'regionais'] loop
    execute format('create trigger marcar_versao after insert or update or delete or truncate on %I
      for each statement execute function marcar_versao()', marcada);
  end loop;
end
$$;
