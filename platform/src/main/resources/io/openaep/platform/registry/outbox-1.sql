-- What others must hear of, written in the transaction of the change itself; taken out when the
-- journal has it. Times are milliseconds since 1970.
insert into registry_counter (name, last) values ('outbox', 0);

create table registry_outbox (
  id bigint primary key,
  kind text not null,
  at bigint not null,
  device bigint not null,
  product_id bigint not null,
  tenant_id text not null,
  device_id text not null,
  name text not null,
  device_sn text,
  imei text
);
