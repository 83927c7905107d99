-- Devices that were deleted lately: what comes of them after that is passed over.
create table command_removed (
  device bigint not null primary key,
  at bigint not null
);
