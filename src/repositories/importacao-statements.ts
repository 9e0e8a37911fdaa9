/**
 * What makes the difference of a file and the catalogue, in order, as temporary tables: `csv_artista` and `csv_album` with an
 * id where there is one, `csv_vinculo` for all links, `csv_vinculo_novo` for those that are missing. `n` numbers them
 * by their first line.
 */
export const COMPARISON: readonly string[] = [
  'analyze csv_linha',
  `create temp table csv_artista on commit drop as
   select row_number() over (order by min(linha)) as n, artista as nome, tipo, null::bigint as id
     from csv_linha where artista is not null group by artista, tipo order by n`,
  'analyze csv_artista',
  // Names need not be unique: namesakes of one tipo are one to a file, which cannot tell them from each other.
  `create temp table csv_artista_id on commit drop as
   select c.n, a.id from csv_artista c join artista a on a.nome = c.nome and a.tipo = c.tipo`,
  'analyze csv_artista_id',
  `update csv_artista c set id = i.id from (select n, min(id) as id from csv_artista_id group by n) i where i.n = c.n`,
  `create temp table csv_mencao on commit drop as
   select l.linha, l.album as nome, l.referencia, a.n as artista
     from csv_linha l left join csv_artista a on a.nome = l.artista and a.tipo = l.tipo
    where l.album is not null`,
  // An album is all lines of one `referencia`; without one, the lines with its name and its artist.
  `create temp table csv_album on commit drop as
   select row_number() over (order by min(linha)) as n, referencia, dono as artista, min(nome) as nome, null::bigint as id
     from (select *, case when referencia is null then artista end as dono,
                  case when referencia is null then nome end as titulo from csv_mencao) m
    group by referencia, dono, titulo order by n`,
  'analyze csv_album',
  `create temp table csv_vinculo on commit drop as
   select b.n as album, m.artista from csv_mencao m join csv_album b on b.referencia = m.referencia
    where m.artista is not null
   union
   select n, artista from csv_album where referencia is null and artista is not null`,
  'analyze csv_vinculo',
  // The one with most of the artists in common, then the oldest.
  `update csv_album b set id = m.id from (
     select distinct on (c.n) c.n, al.id
       from csv_album c
       join csv_vinculo v on v.album = c.n
       join csv_artista_id i on i.n = v.artista
       join artista_album aa on aa.artista_id = i.id
       join album al on al.id = aa.album_id and al.nome = c.nome
      group by c.n, al.id order by c.n, count(distinct v.artista) desc, al.id) m
    where m.n = b.n`,
  // Of an album without an artist a file says that there is one of its name.
  `update csv_album b set id = m.id from (
     select c.n, min(al.id) as id
       from csv_album c join album al on al.nome = c.nome
      where not exists (select from csv_vinculo v where v.album = c.n) group by c.n) m
    where m.n = b.n`,
  `create temp table csv_vinculo_novo on commit drop as
   select v.album, v.artista
     from csv_vinculo v join csv_album b on b.n = v.album
    where b.id is null or not exists (
      select from artista_album aa join csv_artista_id i on i.id = aa.artista_id
       where aa.album_id = b.id and i.n = v.artista)`,
  'analyze csv_vinculo_novo',
];
