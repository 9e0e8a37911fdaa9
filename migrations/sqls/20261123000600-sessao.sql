-- Users, their sessions, and the refresh tokens of a session. Tokens are kept as hashes only.
-- The previous release can run beside it: it does not know these tables.

create table usuario (
  id bigserial primary key,
  nome_usuario varchar(150) not null unique,
  senha_hash text not null,
  ativo boolean not null default true,
  criado_em timestamptz not null default now(),
  atualizado_em timestamptz not null default now()
);

create table sessao (
  id uuid primary key,
  usuario_id bigint not null references usuario on delete cascade,
  criada_em timestamptz not null default now(),
  expira_em timestamptz not null,
  encerrada_em timestamptz
);
create index sessao_usuario_id_idx on sessao (usuario_id);
create index sessao_expira_em_idx on sessao (expira_em);

-- `hash` is SHA-256 of the token's id; `anterior_hash` that of the token it was exchanged for.
create table sessao_token (
  hash bytea primary key,
  sessao_id uuid not null references sessao on delete cascade,
  anterior_hash bytea unique,
  emitido_em timestamptz not null,
  expira_em timestamptz not null,
  substituido_em timestamptz
);
create index sessao_token_sessao_id_idx on sessao_token (sessao_id);
