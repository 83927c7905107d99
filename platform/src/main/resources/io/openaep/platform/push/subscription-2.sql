-- When the device, group or product that a subscription is about was deleted. It is told what happened
-- until then, and is gone when that was told.
alter table push_subscription add column ended_at bigint;
