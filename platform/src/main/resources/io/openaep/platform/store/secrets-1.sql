-- One encrypted constant: opens with the right key only.
create table secrets_check (
  id bigint primary key,
  value bytea not null
);
