-- What is known of a cover, and which objects of the store no cover needs any more.
-- The previous release can run beside it, and the replaced service too: covers that they add are known by their key
-- alone until a worker has looked at them, and the objects of covers that they remove are removed by ours.

alter table album_imagens
  -- As the client called it; null: it is the part of the key behind its first dash group.
  add column nome_arquivo varchar(255),
  -- Media type by the bytes; null: nobody has looked at them.
  add column tipo varchar(30),
  add column tamanho bigint,
  add column largura integer,
  add column altura integer,
  add column blurhash varchar(120),
  add column variantes varchar(10) not null default 'PENDENTE'
    constraint album_imagens_variantes_check check (variantes in ('PENDENTE', 'PRONTAS', 'FALHOU'));

-- In the order in which a store lists its keys.
create index album_imagens_url_idx on album_imagens (url collate "C");
create index album_imagens_pendentes_idx on album_imagens (id) where variantes = 'PENDENTE';

-- Objects to be removed: written in the transaction that takes the last row away from them, whoever runs it, and emptied
-- by a job. So an object goes after the commit, and is not forgotten.
create table objeto_removido (
  chave varchar(500) primary key,
  removido_em timestamptz not null default now()
);

create function anotar_objeto_removido() returns trigger
  language plpgsql
  set search_path from current
as $$
begin
  insert into objeto_removido (chave) values (old.url) on conflict do nothing;
  return null;
end
$$;

create trigger anotar_exclusao after delete on album_imagens
  for each row execute function anotar_objeto_removido();
create trigger anotar_substituicao after update of url on album_imagens
  for each row when (old.url is distinct from new.url) execute function anotar_objeto_removido();
