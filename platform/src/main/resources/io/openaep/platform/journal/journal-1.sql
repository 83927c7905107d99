-- The row number is the position, so that an append goes to the end of the table and needs no index.
create table event (
  position integer primary key,
  at bigint not null,
  body bytea not null
);

create table state (
  space text not null,
  key text not null,
  device bigint not null,
  value bytea not null,
  primary key (space, key)
) without rowid;

create index state_by_device on state (space, device);
