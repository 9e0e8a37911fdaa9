-- Attempts to sign in: how many failed of late, by account and by address, and until when the next one has to wait.
-- The previous release can run beside it: it counts for itself.

create table tentativa_login (
  -- SHA-256 of the name, which may be anything, a password typed into the wrong field too. Empty: all names.
  conta bytea not null,
  -- Address or /64 network. Empty: all of them where the account is not known to sign in from.
  endereco varchar(64) not null,
  -- They fade away with time, so it is no whole number.
  falhas double precision not null default 0,
  livre_em timestamptz not null default '-infinity',
  atualizada_em timestamptz not null default clock_timestamp(),
  -- The account has signed in from there, and until then strangers elsewhere cannot keep it from doing so again.
  conhecida_ate timestamptz,
  primary key (conta, endereco)
);
create index tentativa_login_atualizada_em_idx on tentativa_login (atualizada_em);

-- Counts one attempt as a failure, until it is known better; gives the seconds that it has to wait, and then it does
-- not count. `livres` failures cost nothing; each further one doubles the wait, up to `maximo` seconds. One is forgotten
-- each `memoria` seconds.
create function contar_tentativa(p_conta bytea, p_endereco varchar, livres integer, memoria integer, maximo integer)
  returns void
  language plpgsql
  set search_path from current
as $$
declare
  agora timestamptz := clock_timestamp();
begin
  update tentativa_login t set
    falhas = n.falhas,
    livre_em = case when n.falhas <= livres then '-infinity'
                    else agora + make_interval(secs => least(maximo, power(2, least(ceil(n.falhas) - livres - 1, 20)))) end,
    atualizada_em = agora
  from (select greatest(0, falhas - extract(epoch from agora - atualizada_em) / memoria) + 1 as falhas
          from tentativa_login where conta = p_conta and endereco = p_endereco) n
  where conta = p_conta and endereco = p_endereco;
end
$$;

create function tentar_login(
  p_conta bytea, p_endereco varchar,
  livres_conta integer, memoria_conta integer, livres_endereco integer, memoria_endereco integer, maximo integer
) returns double precision
  language plpgsql
  set search_path from current
as $$
declare
  lugar varchar := coalesce(
    (select endereco from tentativa_login
      where conta = p_conta and endereco = p_endereco and conhecida_ate > now()), '');
  livre timestamptz;
  espera double precision;
begin
  delete from tentativa_login where (conta, endereco) in (
    select conta, endereco from tentativa_login
     where atualizada_em < now() - interval '1 day' and (conhecida_ate is null or conhecida_ate < now())
     order by atualizada_em limit 20 for update skip locked);
  insert into tentativa_login (conta, endereco) values (p_conta, lugar), ('', p_endereco) on conflict do nothing;
  -- In one order, the account first: attempts at once come one after the other.
  select livre_em into livre from tentativa_login where conta = p_conta and endereco = lugar for update;
  espera := extract(epoch from livre - clock_timestamp());
  if espera > 0 then
    return espera;
  end if;
  select livre_em into livre from tentativa_login where conta = '' and endereco = p_endereco for update;
  espera := extract(epoch from livre - clock_timestamp());
  if espera > 0 then
    return espera;
  end if;
  perform contar_tentativa(p_conta, lugar, livres_conta, memoria_conta, maximo);
  perform contar_tentativa('', p_endereco, livres_endereco, memoria_endereco, maximo);
  return 0;
end
$$;

-- The attempt was none to fear: the account begins anew where it was counted, and is known there for `dias` days.
create function acertar_login(p_conta bytea, p_endereco varchar, dias integer) returns void
  language plpgsql
  set search_path from current
as $$
declare
  lugar varchar := coalesce(
    (select endereco from tentativa_login
      where conta = p_conta and endereco = p_endereco and conhecida_ate > now()), '');
begin
  update tentativa_login set falhas = 0, livre_em = '-infinity' where conta = p_conta and endereco = lugar;
  update tentativa_login set falhas = greatest(0, falhas - 1) where conta = '' and endereco = p_endereco;
  if p_endereco <> '' then
    insert into tentativa_login (conta, endereco, conhecida_ate)
      values (p_conta, p_endereco, now() + make_interval(days => dias))
      on conflict (conta, endereco) do update set conhecida_ate = excluded.conhecida_ate;
  end if;
end
$$;
