-- One row a report instead of one a property. `properties` holds their number, then each one's
-- name and value (RecordWriter). The first form was in no release: nothing is taken over.
drop table user_property;

create table user_property (
  device bigint not null,
  position bigint not null,
  at bigint not null,
  properties bytea not null,
  primary key (device, position)
) without rowid;

create index user_property_at on user_property (at);
