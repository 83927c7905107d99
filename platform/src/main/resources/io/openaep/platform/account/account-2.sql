-- People who sign in, their sessions, and the code of the very first sign-in. Times are
-- milliseconds since 1970; a password is kept as an Argon2id hash, a session as a SHA-256.

create table account (
  account_id text primary key,
  name text not null unique,
  role text not null,
  tenant_id text references tenant (tenant_id) on delete cascade,
  password text not null,
  enabled smallint not null,
  created_at bigint not null,
  created_by text not null,
  signed_in_at bigint
);

create index account_by_tenant on account (tenant_id, account_id);

create table sign_in (
  hash bytea primary key,
  account_id text not null references account (account_id) on delete cascade,
  created_at bigint not null,
  seen_at bigint not null
);

create index sign_in_by_account on sign_in (account_id);

create table first_sign_in (
  id bigint primary key,
  hash bytea not null
);
