-- Sums by tenant and day; days since 1970 in China's time.
create table tally_day (
  tenant_id text not null,
  day bigint not null,
  reports bigint not null,
  commands bigint not null,
  primary key (tenant_id, day)
) without rowid;

-- Devices that were heard in a period: a day since 1970, or 1000000 and a month since year 0.
create table tally_active (
  period bigint not null,
  tenant_id text not null,
  device bigint not null,
  primary key (period, tenant_id, device)
) without rowid;

create table tally_fold (position bigint not null);

insert into tally_fold (position) values (0);
