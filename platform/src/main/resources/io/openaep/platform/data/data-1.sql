-- Each day (UTC) has two tables, made when its first report comes and dropped as a whole when it is
-- too old: history_<day since 1970>, the reports as they came, and place_<day>, where each device's
-- reports lie. This is the list of the days.
create table history_part (
  day bigint not null primary key
);

-- When each device was heard last and where its newest report lies (empty: there has been none).
-- Apart from device_state, so that a report changes one short row.
create table heard (
  device bigint not null primary key,
  at bigint not null,
  report_at bigint,
  report_position bigint
) without rowid;

create table device_state (
  device bigint not null primary key,
  online smallint not null,
  activated_at bigint,
  online_at bigint,
  offline_at bigint,
  session bigint not null,
  door text not null,
  remote text not null
) without rowid;

-- The newest report of devices whose history has been dropped.
create table kept_report (
  device bigint not null primary key,
  at bigint not null,
  position bigint not null,
  channel text not null,
  raw bytea not null,
  problem text not null
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

-- How far the journal is folded, and how far the places and what was heard are written: under load
-- these gather in memory, and are found again in the history after a crash.
create table data_fold (
  position bigint not null,
  placed bigint not null
);

insert into data_fold (position, placed) values (0, 0);
