-- Runs of the regional synchronisation, and in which version of the list each office came and went. A version is one
-- change of the list, by a run or by hand, so the list before any of them can be had again.
-- The previous release can run beside it; the replaced service too, but an office that it deactivates is missing in
-- the lists before that.

create sequence regionais_versao_seq;

-- Null: since before there were versions. Of an office that went then nothing is known.
alter table regionais add column versao_inicio bigint, add column versao_fim bigint;

create table sincronizacao (
  id bigint generated always as identity primary key,
  -- Of the job that does it; a job that is taken over goes on with its row.
  tarefa text unique,
  origem text not null constraint sincronizacao_origem_check
    check (origem in ('MANUAL', 'AGENDADA', 'INICIO', 'DESFAZER')),
  usuario varchar(150),
  estado text not null constraint sincronizacao_estado_check
    check (estado in ('PENDENTE', 'BUSCANDO', 'APLICANDO', 'APLICADA', 'RECUSADA', 'SUPERADA', 'FALHOU')),
  -- Why it was refused or failed.
  motivo text,
  iniciada_em timestamptz not null default now(),
  concluida_em timestamptz,
  lidas integer,
  incluidas integer,
  renomeadas integer,
  desativadas integer,
  inalteradas integer,
  -- Of the list that it made; null while and where it made none.
  versao bigint unique,
  -- The run that it undid.
  desfaz bigint references sincronizacao on delete set null
);
create index sincronizacao_aberta_idx on sincronizacao (iniciada_em) where concluida_em is null;
create index regionais_versao_inicio_idx on regionais (versao_inicio) where versao_inicio is not null;
create index regionais_versao_fim_idx on regionais (versao_fim) where versao_fim is not null;
