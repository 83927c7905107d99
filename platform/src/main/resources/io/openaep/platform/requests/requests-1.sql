-- Calls of the northbound API; the oldest are deleted beyond a number. Times are milliseconds since
-- 1970.
create table request (
  id integer primary key,
  at bigint not null,
  tenant_id text not null,
  app_key text not null,
  api text not null,
  method text not null,
  path text not null,
  device text not null,
  status bigint not null,
  code bigint not null,
  reason text not null,
  remote text not null,
  took_us bigint not null
);

create index request_by_tenant on request (tenant_id, id);

-- Sums by day, for the statistics; days are counted since 1970 in China's time.
create table request_day (
  tenant_id text not null,
  day bigint not null,
  total bigint not null,
  succeeded bigint not null,
  took_us bigint not null,
  primary key (tenant_id, day)
) without rowid;
