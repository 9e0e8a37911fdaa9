-- Revocations: what processes have to forget of users and sessions, written by whatever changes them, in its transaction.
-- Each process looks for new rows a few times a second, so that nobody is let in by what is no longer so.
-- The previous release can run beside it: what it ends is noted too, and what it does not look for it sees by itself.

create table revogacao (
  id bigint generated always as identity primary key,
  usuario_id bigint,
  sessao_id uuid,
  criada_em timestamptz not null default clock_timestamp()
);
create index revogacao_criada_em_idx on revogacao (criada_em);

-- Where a session comes from, for its user to know it by.
alter table sessao add column endereco varchar(64), add column cliente varchar(200);

create function anotar_revogacao() returns trigger
  language plpgsql
  set search_path from current
as $$
begin
  -- Nobody looks for old ones; a few are cleared away each time.
  delete from revogacao where id in (
    select id from revogacao where criada_em < now() - interval '1 hour' order by id limit 100 for update skip locked);
  if tg_table_name = 'sessao' then
    insert into revogacao (sessao_id) values (old.id);
  else
    insert into revogacao (usuario_id) values (old.id);
  end if;
  return null;
end
$$;

create trigger anotar_alteracao after update of nome_usuario, senha_hash, ativo, papel on usuario
  for each row execute function anotar_revogacao();
create trigger anotar_exclusao after delete on usuario
  for each row execute function anotar_revogacao();
create trigger anotar_encerramento after update of encerrada_em on sessao
  for each row when (old.encerrada_em is null and new.encerrada_em is not null)
  execute function anotar_revogacao();
