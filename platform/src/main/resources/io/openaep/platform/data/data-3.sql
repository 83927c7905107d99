-- Removed devices whose reports are still being deleted, slice by slice; product 0 if it was not known any more.
create table history_removed (
  device bigint not null primary key,
  product bigint not null
);
