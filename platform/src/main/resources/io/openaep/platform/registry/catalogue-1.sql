-- Products that every tenant may instantiate (公共产品), by a switch of the product.
insert into registry_counter (name, last) values ('public product', 100000);

create table public_product (
  public_product_id bigint primary key,
  product_id bigint not null unique references product (product_id) on delete cascade,
  vendor_id text not null,
  vendor_name text not null,
  published smallint not null,
  at bigint not null
);

-- Private products that were made from a public one; at most one a tenant.
create table public_product_instance (
  public_product_id bigint not null,
  tenant_id text not null,
  product_id bigint not null unique references product (product_id) on delete cascade,
  primary key (public_product_id, tenant_id)
);

-- Device archives (设备档案): where a device is and who looks after it, as the caller's JSON.
create table device_archive (
  device bigint primary key,
  tenant_id text not null,
  device_type text not null,
  body text not null,
  created_at bigint not null,
  updated_at bigint not null
);

create index device_archive_by_tenant on device_archive (tenant_id, device_type);
