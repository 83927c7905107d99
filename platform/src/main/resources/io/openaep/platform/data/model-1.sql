-- What a thing model makes of reports: the newest value of each property, and event reports. Values are JSON texts.
-- The history of a day gets two more columns, service and content: form 2.
alter table history_part add column form bigint not null default 1;

alter table kept_report add column service text not null default '';

alter table kept_report add column content text not null default '';

create table property_value (
  device bigint not null,
  property text not null,
  content text not null,
  at bigint not null,
  position bigint not null,
  problem text not null,
  primary key (device, property)
) without rowid;

create table device_event (
  device bigint not null,
  at bigint not null,
  position bigint not null,
  service_id bigint not null,
  service text not null,
  level bigint not null,
  content text not null,
  problem text not null,
  primary key (device, at, position)
) without rowid;
