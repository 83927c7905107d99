-- Bearer tokens of the REST API, and who changed what. Times are milliseconds since 1970.

create table token (
  token_id text primary key,
  hash bytea not null unique,
  name text not null,
  role text not null,
  tenant_id text references tenant (tenant_id) on delete cascade,
  scopes text not null,
  created_at bigint not null,
  created_by text not null,
  expires_at bigint,
  last_used_at bigint
);

create index token_by_tenant on token (tenant_id, token_id);

-- A line is written before the change and completed after it: one without a status was cut short.
create table audit (
  number bigint primary key,
  at bigint not null,
  caller text not null,
  tenant_id text,
  remote text not null,
  action text not null,
  subject text not null,
  status bigint
);

create index audit_by_tenant on audit (tenant_id, number);
