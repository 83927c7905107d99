-- Devices that were deleted lately: what comes of them after that is passed over.
create table data_removed (
  device bigint not null primary key,
  at bigint not null
);
