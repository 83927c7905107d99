-- Messages that receivers have taken, by tenant and day (China's, counted from 1970).
create table push_day (
  tenant_id text not null,
  day bigint not null,
  delivered bigint not null,
  primary key (tenant_id, day)
);
