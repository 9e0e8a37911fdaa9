-- Accounts: a role that only reads, and what was done to accounts and what was removed, by whom and from where.
-- The previous release can run beside it: it treats a `leitor` as one who may write, and writes nothing into `auditoria`.

alter table usuario drop constraint usuario_papel_check;
alter table usuario add constraint usuario_papel_check check (papel in ('leitor', 'editor', 'admin'));

create table auditoria (
  id bigint generated always as identity primary key,
  criada_em timestamptz not null default clock_timestamp(),
  acao varchar(40) not null,
  -- Name of the user who did it; null: nobody is known to have.
  usuario varchar(150),
  -- What it was done to, such as `album/1`.
  alvo varchar(200),
  -- What else there is to know of it.
  detalhe jsonb,
  endereco varchar(64),
  -- Id of the request, as in the log.
  requisicao varchar(64)
);
create index auditoria_criada_em_idx on auditoria (criada_em);
