-- What the applications of MQTT 5.0 devices said beside the payload of a report, in their order;
-- `position` is the report's. Few reports have any, so they are apart from the history.
create table user_property (
  device bigint not null,
  position bigint not null,
  ordinal smallint not null,
  at bigint not null,
  name text not null,
  value text not null,
  primary key (device, position, ordinal)
) without rowid;
