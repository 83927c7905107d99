-- Reports lie by device and time, as they are asked for: one device's history is one stretch of the file.
create table report (
  device bigint not null,
  at bigint not null,
  position bigint not null,
  channel text not null,
  raw bytea not null,
  problem text not null,
  primary key (device, at, position)
) without rowid;

create table device_state (
  device bigint not null primary key,
  online smallint not null,
  activated_at bigint,
  online_at bigint,
  offline_at bigint,
  heard_at bigint,
  session bigint not null,
  door text not null,
  remote text not null
);

-- The newest answer of each device to the platform's own observe request.
create table observed (
  device bigint not null primary key,
  at bigint not null,
  position bigint not null,
  channel text not null,
  raw bytea not null,
  problem text not null
);

create table data_fold (
  position bigint not null
);

insert into data_fold (position) values (0);
