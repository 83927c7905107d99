-- For the retention of ended commands.
create index command_by_end on command (finished_at) where finished_at is not null;
