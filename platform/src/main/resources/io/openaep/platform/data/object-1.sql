-- The newest value of each resource that a device has told: read, observed or sent. `value` is a
-- JSON value, `type` one of LwM2M's; times in ms since 1970.
create table object_value (
  device bigint not null,
  path text not null,
  at bigint not null,
  type text not null,
  name text not null,
  value text not null,
  primary key (device, path)
) without rowid;
