-- Indexes that reads, foreign keys and the rule "one active office per id" need. Names are in the order of a
-- collation that every platform has, which is also what the lists ask for.
-- The previous release can run beside it; the replaced service gets an error where it would make an office active twice.

create index if not exists artista_nome_id_idx on artista (nome collate "pt-BR-x-icu", id);
create index if not exists album_nome_id_idx on album (nome collate "pt-BR-x-icu", id);
create index if not exists artista_album_album_id_idx on artista_album (album_id);
create index if not exists album_imagens_album_id_idx on album_imagens (album_id);
create unique index if not exists regionais_regional_id_ativo_key on regionais (regional_id) where ativo;
