-- Commands as the journal's events have made them. Times in ms since 1970, ttl in ms.
create table command (
  device bigint not null,
  id bigint not null,
  position bigint not null,
  status text not null,
  created_at bigint not null,
  sent_at bigint,
  delivered_at bigint,
  finished_at bigint,
  failure text,
  ttl bigint not null,
  created_by text not null,
  detail text not null,
  content text not null,
  payload bytea not null,
  primary key (device, id)
);

create index command_by_time on command (device, created_at, id);

-- What a restart must find.
create index command_open on command (id) where finished_at is null;

-- One row: how far the journal is folded, and the highest id ever seen, whatever was deleted since.
create table command_fold (
  only_row smallint primary key,
  position bigint not null,
  highest_id bigint not null
);

insert into command_fold (only_row, position, highest_id) values (1, 0, 0);
