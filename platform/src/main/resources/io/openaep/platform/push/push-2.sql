-- Where in its receiver's queue a dead letter stands that is sent again; given_up_at is then the
-- time since when.
alter table push_dead add column queued_position bigint not null default 0;

create index push_dead_queued on push_dead (given_up_at) where queued = 1;
