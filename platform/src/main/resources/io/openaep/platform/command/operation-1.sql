-- Operations on the objects of devices, as the journal's events have made them. Times in ms since
-- 1970, ttl in ms.
create table operation (
  device bigint not null,
  id bigint not null,
  position bigint not null,
  action text not null,
  path text not null,
  content_format bigint not null,
  payload bytea not null,
  ttl bigint not null,
  created_by text not null,
  status text not null,
  created_at bigint not null,
  sent_at bigint,
  finished_at bigint,
  failure text,
  detail text not null,
  code text not null,
  answer_format bigint not null,
  answer_raw bytea not null,
  answer_values text not null,
  answer_problem text not null,
  primary key (device, id)
);

-- What a restart must find.
create index operation_open on operation (id) where finished_at is null;
