-- Who wants to be told what. Beside the registry's tables, because it is acknowledged like them.

create table push_counter (
  name text primary key,
  last bigint not null
);
insert into push_counter (name, last) values ('receiver', 0);
insert into push_counter (name, last) values ('subscription', 0);

-- One for each tenant and URL: deliveries are queued and paused by it.
create table push_receiver (
  id bigint primary key,
  tenant_id text not null,
  url text not null,
  unique (tenant_id, url)
);

-- device_id is empty and group_id 0 where the level is another.
create table push_subscription (
  id bigint primary key,
  tenant_id text not null,
  product_id bigint not null,
  level bigint not null,
  device_id text not null,
  group_id bigint not null,
  type bigint not null,
  receiver bigint not null references push_receiver (id),
  from_position bigint not null,
  created_by text not null,
  created_at bigint not null,
  updated_by text not null,
  updated_at bigint not null,
  unique (product_id, level, device_id, group_id, type, receiver)
);
