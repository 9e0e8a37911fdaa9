-- Events: what changed in the catalogue, written with the change, and numbered in one order for everybody who listens.
-- The previous release can run beside it; what it changes meanwhile is no event.

create table evento (
  -- What clients know it by.
  id uuid primary key default gen_random_uuid(),
  -- In which order they were written; one that is committed later may stand before others.
  ordem bigint generated always as identity,
  tipo varchar(60) not null,
  dados jsonb not null,
  ator varchar(150),
  criado_em timestamptz not null default clock_timestamp(),
  -- In which order they are told: 1, 2, 3 without a gap. Null until the relay has seen it.
  sequencia bigint unique
);
create index evento_pendente_idx on evento (ordem) where sequencia is null;

-- One row: the last number that was given. Its lock is the turn of a relay.
create table evento_contador (
  unico boolean primary key default true check (unico),
  ultima bigint not null
);
insert into evento_contador (ultima) values (0);

-- Numbers the events that are committed, and says how many. Those that are committed later get later numbers, whatever
-- their place in `ordem`. Each statement in it sees what was committed before it, so the turn comes first.
create function numerar_eventos(maximo integer) returns integer
  language plpgsql
  set search_path from current
as $$
declare
  anterior bigint;
  numerados integer;
begin
  if not exists (select from evento where sequencia is null) then
    return 0;
  end if;
  select ultima into anterior from evento_contador for update;
  update evento e set sequencia = anterior + n.posicao
    from (select p.id, row_number() over (order by p.ordem) as posicao
            from (select id, ordem from evento where sequencia is null order by ordem limit maximo) p) n
   where e.id = n.id;
  get diagnostics numerados = row_count;
  if numerados > 0 then
    update evento_contador set ultima = anterior + numerados;
  end if;
  return numerados;
end
$$;
