-- Sample data for an empty catalogue: 4 artists, 13 albums and their links. Left out when SAMPLE_DATA is off (the
-- session then says `artistas.dados_iniciais = off`), when there is any row, and in a database that was taken over.
-- The previous release can run beside it.

do $$
begin
  if current_setting('artistas.dados_iniciais', true) = 'off'
    or to_regclass('flyway_schema_history') is not null
    or exists (select from artista) or exists (select from album)
  then
    return;
  end if;

  insert into artista (id, nome, tipo) values
    (1, 'Serj Tankian', 'CANTOR'),
    (2, 'Mike Shinoda', 'CANTOR'),
    (3, 'Michel Teló', 'CANTOR'),
    (4, 'Guns N’ Roses', 'BANDA');
  insert into album (id, nome) values
    (1, 'Harakiri'),
    (2, 'Black Blooms'),
    (3, 'The Rough Dog'),
    (4, 'The Rising Tied'),
    (5, 'Post Traumatic'),
    (6, 'Post Traumatic EP'),
    (7, 'Where’d You Go'),
    (8, 'Bem Sertanejo'),
    (9, 'Bem Sertanejo - O Show (Ao Vivo)'),
    (10, 'Bem Sertanejo - (1ª Temporada) - EP'),
    (11, 'Use Your Illusion I'),
    (12, 'Use Your Illusion II'),
    (13, 'Greatest Hits');
  insert into artista_album (artista_id, album_id)
    select artista_id, album_id
      from (values (1, 1, 3), (2, 4, 7), (3, 8, 10), (4, 11, 13)) v (artista_id, first, last),
           generate_series(v.first, v.last) album_id;

  -- The catalogue is empty but may not be new: a sequence never goes back.
  perform setval('artista_id_seq', greatest(4, last_value)) from artista_id_seq;
  perform setval('album_id_seq', greatest(13, last_value)) from album_id_seq;
end
$$;
