-- What is still to be told, and what the fold must remember for it. A file of its own, so that a
-- queue of millions slows nothing else.

-- The position up to which events have been looked at.
create table push_fold (
  position bigint not null
);

-- One row for each message that waits: a reference to the event, not its text. `dead` is the dead
-- letter whose text is sent again, or 0.
create table push_pending (
  receiver bigint not null,
  position bigint not null,
  subscription bigint not null,
  dead bigint not null,
  device bigint not null,
  primary key (receiver, position, subscription, dead)
) without rowid;

-- The devices that were last told to be online, with the session by which they are.
create table push_presence (
  device bigint not null primary key,
  session bigint not null,
  door text not null
) without rowid;

-- The cards of deleted devices, for messages of theirs that still wait.
create table push_departed (
  device bigint not null primary key,
  position bigint not null,
  tenant_id text not null,
  product_id bigint not null,
  device_id text not null,
  protocol text not null,
  transparent smallint not null,
  device_sn text,
  imei text,
  imsi text
) without rowid;

create table push_counter (
  name text primary key,
  last bigint not null
);
insert into push_counter (name, last) values ('dead', 0);

-- Messages that were given up, with their text. `queued` is 1 while one is sent again.
create table push_dead (
  id bigint primary key,
  tenant_id text not null,
  receiver bigint not null,
  url text not null,
  subscription bigint not null,
  type bigint not null,
  product_id bigint not null,
  device bigint not null,
  device_id text not null,
  happened_at bigint not null,
  given_up_at bigint not null,
  reason text not null,
  queued smallint not null,
  body bytea not null
);

create index push_dead_by_tenant on push_dead (tenant_id, id);
