-- Tenants, applications, products, devices. Times are milliseconds since 1970; bytea columns hold
-- secrets, encrypted and bound to their row.

-- The last number given out, so that none is ever used again.
create table registry_counter (
  name text primary key,
  last bigint not null
);
insert into registry_counter (name, last) values ('tenant', 2000000000);
insert into registry_counter (name, last) values ('product', 10000000);
insert into registry_counter (name, last) values ('device', 0);

create table tenant (
  tenant_id text primary key,
  name text not null,
  created_at bigint not null
);

create table application (
  app_key text primary key,
  tenant_id text not null references tenant (tenant_id),
  secret bytea not null,
  created_at bigint not null
);

create table product (
  product_id bigint primary key,
  tenant_id text not null references tenant (tenant_id),
  name text not null,
  description text not null,
  product_type text not null,
  secondary_type text not null,
  third_type text not null,
  node_type bigint not null,
  access_type bigint not null,
  network_type bigint not null,
  auth_type bigint not null,
  payload_format bigint,
  data_encryption bigint,
  device_model text,
  protocol text not null,
  encrypted smallint not null,
  transparent smallint not null,
  endpoint_format text not null,
  power text not null,
  edrx_window_ms bigint,
  master_key bytea not null,
  shared_secret bytea,
  device_count bigint not null,
  created_by text not null,
  updated_by text not null,
  created_at bigint not null,
  updated_at bigint not null,
  unique (tenant_id, name)
);

create table device (
  number bigint primary key,
  product_id bigint not null references product (product_id),
  device_id text not null unique,
  device_sn text,
  imei text unique,
  imsi text,
  name text not null,
  token bytea,
  psk bytea,
  auto_observe smallint not null,
  cancelled_at bigint,
  created_by text not null,
  updated_by text not null,
  created_at bigint not null,
  updated_at bigint not null
);

create index device_by_product on device (product_id, number);
