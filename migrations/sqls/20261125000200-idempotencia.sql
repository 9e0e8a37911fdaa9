-- What was answered to requests that named an `Idempotency-Key`, written with what they did. Kept for a day.
-- The previous release can run beside it: it does not know this table, and takes no keys.

create table idempotencia (
  usuario_id bigint not null,
  chave varchar(255) not null,
  -- SHA-256 of method, path and body.
  impressao bytea not null,
  status smallint not null,
  cabecalhos jsonb not null,
  corpo text not null,
  criada_em timestamptz not null default now(),
  primary key (usuario_id, chave)
);
create index idempotencia_criada_em_idx on idempotencia (criada_em);
