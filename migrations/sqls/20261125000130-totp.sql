-- The second factor of users who want one: the secret of their authenticator, sealed, and their recovery codes as hashes.
-- The previous release can run beside it, but lets such users in by their password alone: enrol when it is gone.

create table usuario_totp (
  usuario_id bigint primary key references usuario on delete cascade,
  -- Sealed by a key that is not in the database.
  segredo bytea not null,
  -- Null: the user has not shown a code yet, and signs in without.
  confirmado_em timestamptz,
  -- Number of the last 30 seconds whose code was taken; none is taken twice.
  ultimo_passo bigint not null default 0
);

-- A code that was used is gone.
create table usuario_totp_recuperacao (
  usuario_id bigint not null references usuario_totp on delete cascade,
  hash bytea not null,
  primary key (usuario_id, hash)
);

create function anotar_segundo_fator() returns trigger
  language plpgsql
  set search_path from current
as $$
begin
  insert into revogacao (usuario_id) values (old.usuario_id);
  return null;
end
$$;

create trigger anotar_confirmacao after update of confirmado_em on usuario_totp
  for each row execute function anotar_segundo_fator();
create trigger anotar_remocao after delete on usuario_totp
  for each row execute function anotar_segundo_fator();
