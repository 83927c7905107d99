-- Device groups (分组): of one product, or of several (product_id empty). A device is in at most one.
insert into registry_counter (name, last) values ('group', 1000);

create table device_group (
  group_id bigint primary key,
  tenant_id text not null references tenant (tenant_id),
  product_id bigint,
  name text not null,
  description text not null,
  created_at bigint not null,
  updated_at bigint not null,
  unique (tenant_id, name)
);

create table device_group_member (
  device bigint primary key,
  group_id bigint not null references device_group (group_id) on delete cascade
);

create index device_group_by_group on device_group_member (group_id, device);

-- Devices bound (绑定) or unbound again; without a row never bound.
create table device_binding (
  device bigint primary key,
  bound smallint not null,
  at bigint not null
);
