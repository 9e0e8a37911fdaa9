-- What a user may do: `papel`. Users there were so far are all configured ones, and those are administrators.
-- The previous release can run beside it: the users it creates are editors until they are changed.

alter table usuario add column papel varchar(10) not null default 'admin'
  constraint usuario_papel_check check (papel in ('editor', 'admin'));
alter table usuario alter column papel set default 'editor';
